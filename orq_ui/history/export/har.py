"""A run as an HTTP archive, HAR 1.2, for the network panels of browsers and other tools.

http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from orq_ui import __version__
from orq_ui.errors import BadReply, Refused
from orq_ui.history.run import Headers, Run, SentPart
from orq_ui.json_safety import escape_surrogates, escape_surrogates_in

HTTP_VERSION = "HTTP/1.1"  # the only one that the client speaks
UNKNOWN = -1
OPTIONAL = ("blocked", "dns", "connect", "ssl")
REQUIRED = ("send", "wait", "receive")


def har(run: Run) -> dict[str, Any]:
    """Return the one exchange of a run, without pictures and without the key.

    A run that nothing answered has status 0 and ``_error``, as in archives that Chromium writes.
    """
    timings = _timings(run.timings)
    entry = {
        "startedDateTime": datetime.fromtimestamp(run.started_at, UTC).isoformat(timespec="milliseconds"),
        "time": _time(timings),
        "request": _request(run),
        "response": _response(run),
        "cache": {},
        "timings": timings,
    }
    if not run.timings and run.duration_ms is not None:
        entry["comment"] = f"The phases are not known; the call took {run.duration_ms:.0f} ms."
    if run.imported:
        entry["_imported"] = True  # where it was taken in, this was a claim of a file
    creator = {"name": "orq-ui", "version": __version__}
    archive: dict[str, Any] = escape_surrogates_in({"log": {"version": "1.2", "creator": creator, "entries": [entry]}})
    return archive


def _request(run: Run) -> dict[str, Any]:
    query = run.sent.url.partition("#")[0].partition("?")[2]
    return {
        "method": run.sent.method,
        "url": run.sent.url,
        "httpVersion": HTTP_VERSION,
        "cookies": [],
        "headers": _pairs(run.sent.headers),
        "queryString": _pairs(tuple(parse_qsl(query, keep_blank_values=True))),
        "postData": {"mimeType": "multipart/form-data", "params": [_param(part) for part in run.sent.parts]},
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN,  # the boundary counts too, and it is the HTTP library's
    }


def _param(part: SentPart) -> dict[str, str]:
    param = {"name": part.name}
    if part.text is not None:
        param["value"] = part.text
    if part.filename is not None:
        param["fileName"] = part.filename
    if part.content_type is not None:
        param["contentType"] = part.content_type
    if part.text is None:
        param["comment"] = f"{part.size} bytes, sha256 {part.sha256}"
    return param


def _response(run: Run) -> dict[str, Any]:
    answered = run.error if isinstance(run.error, Refused | BadReply) else None
    status = run.status or (answered.status if answered else 0)
    headers = run.headers or (answered.headers if answered else ())
    response: dict[str, Any] = {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": HTTP_VERSION if status else "",
        "cookies": [],
        "headers": _pairs(headers),
        "content": _content(run.response, answered.body if answered else "", headers),
        "redirectURL": _header(headers, "location") or "",
        "headersSize": UNKNOWN,
        "bodySize": _body_size(headers),
    }
    if not status:
        response["_error"] = str(run.error) if run.error is not None else run.state
    return response


def _content(response: Mapping[str, Any] | None, body: str, headers: Headers) -> dict[str, Any]:
    if response is not None:
        text = escape_surrogates(strict_json(dict(response)))
        declared = _header(headers, "content-type") or "application/json"
        return {"size": len(text.encode()), "mimeType": declared, "text": text, "comment": "Pictures are cut short."}
    content: dict[str, Any] = {"size": 0, "mimeType": _header(headers, "content-type") or "x-unknown"}
    if body:
        text = escape_surrogates(body)
        content |= {"size": len(text.encode()), "text": text}
    return content


def _pairs(pairs: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _header(headers: Headers, name: str) -> str | None:
    return next((value for given, value in headers if given.lower() == name), None)


def _body_size(headers: Headers) -> int:
    # A number longer than that is nobody's size.
    length = _header(headers, "content-length") or ""
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else UNKNOWN


def _timings(phases: Mapping[str, float]) -> dict[str, float]:
    """Return milliseconds. HAR's ``connect`` includes ``ssl``; a required phase that is not known is 0.

    ``_total`` and ``_fetch`` are ours: the whole exchange, and the linked pictures after it.
    """
    tcp, tls = phases.get("connect"), phases.get("tls")
    timings: dict[str, float] = dict.fromkeys(OPTIONAL, UNKNOWN)
    if tls is not None:
        timings["ssl"] = tls
    if tcp is not None or tls is not None:
        timings["connect"] = (tcp or 0) + (tls or 0)
    timings |= {name: phases.get(name) or 0 for name in REQUIRED}
    return timings | {f"_{name}": phases[name] for name in ("total", "fetch") if phases.get(name) is not None}


def _time(timings: Mapping[str, float]) -> float:
    """Return the entry's own time: its phases without ``ssl``, which is in ``connect``, and the unknown ones."""
    counted = ("blocked", "dns", "connect", *REQUIRED)
    return sum(timings[name] for name in counted if timings[name] != UNKNOWN)


def strict_json(value: Any, indent: int | None = None) -> str:
    """Return JSON for any reader: what it has no word for, such as NaN, is a text; text may be other than ASCII."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        named = json.loads(json.dumps(value), parse_constant=str)
        return json.dumps(named, ensure_ascii=False, indent=indent)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
