"""HAR 1.2 as JSON Schema, after the specification's text: stricter than the schemas that are about.

http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
SIZE: Schema = {"type": "integer", "minimum": -1}
PHASE: Schema = {"type": "number", "minimum": 0}
OPTIONAL_PHASE: Schema = {"oneOf": [{"const": -1}, PHASE]}
DATE: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}


def thing(required: Schema, **optional: Schema) -> Schema:
    """An object. Anything else that it holds has a name of its own making, which starts with an underscore."""
    return {
        "type": "object",
        "required": [*required],
        "properties": required | optional | {"comment": TEXT},
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def listing(item: Schema) -> Schema:
    return {"type": "array", "items": item}


PAIRS = listing(thing({"name": TEXT, "value": TEXT}))
COOKIES = listing(thing({"name": TEXT, "value": TEXT}))
PARAMS = listing(thing({"name": TEXT}, value=TEXT, fileName=TEXT, contentType=TEXT))
POST_DATA = thing({"mimeType": TEXT, "params": PARAMS})
CONTENT = thing({"size": {"type": "integer", "minimum": 0}, "mimeType": TEXT}, text=TEXT, encoding=TEXT)
MESSAGE = {"httpVersion": TEXT, "cookies": COOKIES, "headers": PAIRS, "headersSize": SIZE, "bodySize": SIZE}
REQUEST = thing(MESSAGE | {"method": TEXT, "url": TEXT, "queryString": PAIRS}, postData=POST_DATA)
RESPONSE = thing(
    MESSAGE | {"status": {"type": "integer", "minimum": 0}, "statusText": TEXT, "content": CONTENT, "redirectURL": TEXT}
)
TIMINGS = thing(
    {"send": PHASE, "wait": PHASE, "receive": PHASE},
    blocked=OPTIONAL_PHASE,
    dns=OPTIONAL_PHASE,
    connect=OPTIONAL_PHASE,
    ssl=OPTIONAL_PHASE,
)
ENTRY = thing(
    {
        "startedDateTime": DATE,
        "time": PHASE,
        "request": REQUEST,
        "response": RESPONSE,
        "cache": thing({}),
        "timings": TIMINGS,
    }
)
CREATOR = thing({"name": TEXT, "version": TEXT})
HAR = thing({"log": thing({"version": {"const": "1.2"}, "creator": CREATOR, "entries": listing(ENTRY)})})
