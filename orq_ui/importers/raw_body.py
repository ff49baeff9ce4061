"""A request body as one text, the way browsers and ``--data`` give it: JSON, multipart, or a URL-encoded form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from orq_ui.errors import InvalidInput
from orq_ui.importers.imported import Findings
from orq_ui.importers.json_body import read_json
from orq_ui.importers.multipart_fields import MOST_PARTS, Part, body_of
from orq_ui.importers.placeholders import quote_gaps, to_json

_DISPOSITION = re.compile(
    r'^content-disposition:[^\n]{0,200}?[;\s]name="([^"\n]*)"(?:;\s*filename="([^"\n]*)")?', re.I | re.M
)
_TYPE = re.compile(r"^content-type:\s*([^\r\n]+)", re.I | re.M)


def read_text(text: str, findings: Findings) -> dict[str, Any]:
    """Read a body; raises InvalidInput when it is none of the three."""
    start = text.lstrip()
    if start.startswith("--"):
        return body_of(_multipart(start), findings)
    if start[:1] in ("{", "["):
        try:
            body: dict[str, Any] = to_json(read_json(quote_gaps(text), findings), "", findings)
        except InvalidInput as problem:
            raise InvalidInput(problem.path, f"of the sent data {problem.reason}") from None
        return body
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARTS)
    except ValueError:
        raise InvalidInput("line 1, column 1", f"of the sent data has more than {MOST_PARTS} fields") from None
    return body_of((Part(name, value) for name, value in pairs), findings)


def _multipart(text: str) -> Iterator[Part]:
    boundary = text.partition("\n")[0].rstrip("\r")
    for block in text.split(boundary)[1:]:
        head, _, content = block.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
        named = _DISPOSITION.search(head)
        if named is None:
            continue
        kind = _TYPE.search(head)
        yield Part(_plain(named[1]), content.removesuffix("\n"), named[2], kind[1].strip() if kind else None)


def _plain(name: str) -> str:
    # Browsers escape line breaks and quotes in names, httpx every control.
    return re.sub(r"%([01][0-9A-F]|22)", lambda escape: chr(int(escape[1], 16)), name)
