"""A run as an HTTP archive, HAR 1.2, for the network panels of browsers and other tools.

http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from orq_ui import __version__
from orq_ui.errors import BadReply, Refused
from orq_ui.history.export.facts import HIGHEST_STATUS
from orq_ui.history.export.headers import Headers, reply_headers, sent_headers
from orq_ui.history.export.json_values import strict_json
from orq_ui.history.export.timings import entry_time, entry_timings
from orq_ui.history.run import KeptPart, Run

HTTP_VERSION = "HTTP/1.1"  # the only one that the client speaks
UNKNOWN_SIZE = -1


def har(run: Run) -> dict[str, Any]:
    """The one exchange of a run, without pictures and without the key.

    A run that nothing answered has status 0 and ``_error``, as in archives that Chromium writes.
    """
    timings = entry_timings(run.timings)
    entry = {
        "startedDateTime": datetime.fromtimestamp(run.brief.started_at, UTC).isoformat(timespec="milliseconds"),
        "time": entry_time(timings),
        "request": _request(run),
        "response": _response(run),
        "cache": {},
        "timings": timings,
    }
    if not run.timings and run.brief.duration_ms is not None:
        entry["comment"] = f"The phases are not known; the call took {run.brief.duration_ms:.0f} ms."
    creator = {"name": "orq-ui", "version": __version__}
    archive: dict[str, Any] = {"log": {"version": "1.2", "creator": creator, "entries": [entry]}}
    return {name: _sound(value) for name, value in archive.items()}


def _request(run: Run) -> dict[str, Any]:
    query = run.sent.url.partition("#")[0].partition("?")[2]
    return {
        "method": run.sent.method,
        "url": run.sent.url,
        "httpVersion": HTTP_VERSION,
        "cookies": [],
        "headers": _pairs(sent_headers(run.sent.headers)),
        "queryString": _pairs(tuple(parse_qsl(query, keep_blank_values=True))),
        "postData": {"mimeType": "multipart/form-data", "params": [_param(part) for part in run.sent.parts]},
        "headersSize": UNKNOWN_SIZE,
        "bodySize": UNKNOWN_SIZE,  # the boundary counts too, and it is the HTTP library's
    }


def _param(part: KeptPart) -> dict[str, str]:
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
    status = run.brief.status or (answered.status if answered else 0)
    if not 0 <= status <= HIGHEST_STATUS:  # a run from elsewhere may claim any number
        status = 0
    headers = reply_headers(run.headers or (answered.headers if answered else ()))
    response: dict[str, Any] = {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": HTTP_VERSION if status else "",
        "cookies": [],
        "headers": _pairs(headers),
        "content": _content(run.response, answered.body if answered else "", headers),
        "redirectURL": _header(headers, "location") or "",
        "headersSize": UNKNOWN_SIZE,
        "bodySize": _body_size(headers),
    }
    if not status:
        response["_error"] = str(run.error) if run.error is not None else run.brief.state
    return response


def _content(response: Mapping[str, Any] | None, body: str, headers: Headers) -> dict[str, Any]:
    if response is not None:
        text = _sound(strict_json(dict(response)))
        declared = _header(headers, "content-type") or "application/json"
        return {"size": len(text.encode()), "mimeType": declared, "text": text, "comment": "Pictures are cut short."}
    content: dict[str, Any] = {"size": 0, "mimeType": _header(headers, "content-type") or "x-unknown"}
    if body:
        text = _sound(body)
        content |= {"size": len(text.encode()), "text": text}
    return content


def _pairs(pairs: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _header(headers: Headers, name: str) -> str | None:
    return next((value for given, value in headers if given.lower() == name), None)


def _body_size(headers: Headers) -> int:
    # A number longer than that is nobody's size.
    length = _header(headers, "content-length") or ""
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else UNKNOWN_SIZE


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _sound(value: Any) -> Any:
    """The same value with each half of a surrogate pair spelled as its escape: strict readers refuse them."""
    if isinstance(value, dict):
        return {name: _sound(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_sound(item) for item in value]
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
