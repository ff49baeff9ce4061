"""An HTTP archive (HAR 1.2): ours, of browsers' network panels, and of proxies.

http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from orq_ui.importers.documents.http_call import HttpCall
from orq_ui.importers.multipart_fields import Part


def har_calls(value: dict[str, Any]) -> list[HttpCall] | None:
    """Return the calls of an archive, or of one entry of it; None for what is no archive."""
    log = value.get("log", value)
    entries = log.get("entries") if isinstance(log, dict) else None
    if isinstance(entries, list):
        return [_call(f"log.entries[{place}]", entry) for place, entry in enumerate(entries) if _is_entry(entry)]
    if _is_entry(value) and "postData" in value["request"]:
        return [_call("request", value)]
    return None


def _is_entry(value: Any) -> bool:
    request = value.get("request") if isinstance(value, dict) else None
    return isinstance(request, dict) and isinstance(request.get("url"), str) and "method" in request


def _call(place: str, entry: dict[str, Any]) -> HttpCall:
    request = entry["request"]
    body = request.get("postData")
    body = body if isinstance(body, dict) else {}
    text = _text(body)
    return HttpCall(
        place=place,
        method=str(request["method"]),
        url=request["url"],
        headers=pairs(request.get("headers")),
        # Browsers write both; then the params of a URL-encoded form are not always decoded.
        parts=() if text.strip() else tuple(_parts(body.get("params"))),
        text=text,
        sent_at=str(entry.get("startedDateTime") or ""),
    )


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        return ""
    if "base64" not in (body.get("encoding"), body.get("_encoding")):
        return text.replace("\r\n", "\n")
    try:
        return base64.b64decode(text).decode("utf-8", "replace").replace("\r\n", "\n")
    except (binascii.Error, ValueError):
        return ""


def _parts(params: Any) -> list[Part]:
    return [
        Part(param["name"], param.get("value", ""), param.get("fileName"), param.get("contentType"))
        for param in (params if isinstance(params, list) else [])
        if isinstance(param, dict)
        and isinstance(param.get("name"), str)
        and all(isinstance(param.get(name, ""), str | None) for name in ("value", "fileName", "contentType"))
    ]


def pairs(value: Any, name: str = "name") -> tuple[tuple[str, str], ...]:
    """Return a list of ``{"name": …, "value": …}`` as pairs; what is none of them is not there."""
    return tuple(
        (item[name], item["value"])
        for item in (value if isinstance(value, list) else [])
        if isinstance(item, dict) and isinstance(item.get(name), str) and isinstance(item.get("value"), str)
    )
