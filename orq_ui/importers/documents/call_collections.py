"""Collections of calls: Postman's (2.0 and 2.1) and Insomnia's exports.

https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orq_ui.importers.documents.har import pairs
from orq_ui.importers.documents.http_call import HttpCall, filled
from orq_ui.importers.multipart_fields import Part
from orq_ui.importers.placeholders import PictureFile, Unread, file_name


def postman_calls(value: dict[str, Any]) -> list[HttpCall] | None:
    """Return the calls of a collection, folders and all; None for what is none. A single item is one too."""
    inner = value.get("collection")
    collection = inner if isinstance(inner, dict) and "item" in inner else value
    if isinstance(collection.get("item"), list):
        variables = _variables(collection.get("variable"))
        return list(_calls(collection["item"], "item", variables))
    if isinstance(collection.get("request"), dict) and isinstance(collection["request"].get("body"), dict):
        body = collection["request"]["body"]
        return list(_calls([collection], "item", {})) if body.get("mode") in _MODES else None
    return None


def insomnia_calls(value: dict[str, Any]) -> list[HttpCall] | None:
    """Return the calls of an Insomnia export, version 4 (JSON) or 5 (YAML); None for what is none."""
    resources = value.get("resources")
    if isinstance(resources, list) and ("__export_format" in value or value.get("_type") == "export"):
        requests = [one for one in resources if isinstance(one, dict) and one.get("_type") == "request"]
    elif str(value.get("type", "")).startswith("collection.insomnia"):
        requests = list(_leaves(value.get("collection"), "children"))
    else:
        return None
    return [_insomnia(request) for request in requests if isinstance(request.get("url"), str)]


def _leaves(items: Any, children: str) -> Iterator[dict[str, Any]]:
    """Yield what is in folders, however deep, in its order."""
    waiting = list(reversed(items)) if isinstance(items, list) else []
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            inner = item.get(children)
            if isinstance(inner, list):
                waiting.extend(reversed(inner))
            else:
                yield item


def _calls(items: list[Any], children: str, variables: Mapping[str, str]) -> Iterator[HttpCall]:
    for item in _leaves(items, children):
        request = item.get("request")
        if isinstance(request, dict):
            body = request.get("body")
            body = body if isinstance(body, dict) else {}
            parts, text = _body(body, variables)
            yield HttpCall(
                place=str(item.get("name") or "request"),
                method=str(request.get("method") or "GET"),
                url=filled(_url(request.get("url")), variables),
                headers=tuple((name, filled(text, variables)) for name, text in pairs(request.get("header"), "key")),
                parts=parts,
                text=text,
            )


_MODES = ("formdata", "urlencoded", "raw", "file", "graphql")


def _body(body: dict[str, Any], variables: Mapping[str, str]) -> tuple[tuple[Part, ...], str]:
    mode = body.get("mode")
    if mode == "raw":
        return (), filled(str(body.get("raw") or ""), variables)
    fields = body.get(mode) if mode in ("formdata", "urlencoded") else None
    rows = [row for row in (fields if isinstance(fields, list) else []) if isinstance(row, dict)]
    return tuple(_part(row, "key", variables) for row in rows if row.get("disabled") is not True), ""


def _part(row: dict[str, Any], key: str, variables: Mapping[str, str]) -> Part:
    name = filled(str(row.get(key) or ""), variables)
    kind = row.get("contentType") or row.get("multiline")
    kind = kind if isinstance(kind, str) else None
    source = row.get("src", row.get("fileName"))
    if row.get("type") == "file":
        path = source[0] if isinstance(source, list) and source else source
        known = isinstance(path, str) and path
        filename = file_name(str(path)) if known else None
        return Part(name, PictureFile(filename), filename, kind)
    value = row.get("value", "")
    return Part(name, filled(value, variables) if isinstance(value, str) else Unread(), None, kind)


def _url(url: Any) -> str:
    if not isinstance(url, dict):
        return str(url or "")
    if isinstance(url.get("raw"), str):
        return str(url["raw"])
    host, path = url.get("host"), url.get("path")
    host = ".".join(map(str, host)) if isinstance(host, list) else str(host or "")
    path = "/".join(map(str, path)) if isinstance(path, list) else str(path or "")
    return f"{url.get('protocol') or 'https'}://{host}/{path.lstrip('/')}"


def _variables(rows: Any) -> dict[str, str]:
    return {name: value for name, value in pairs(rows, "key") if value}


def _insomnia(request: dict[str, Any]) -> HttpCall:
    body = request.get("body")
    body = body if isinstance(body, dict) else {}
    rows = [row for row in body.get("params") or [] if isinstance(row, dict) and row.get("disabled") is not True]
    text = body.get("text")
    return HttpCall(
        place=str(request.get("name") or "request"),
        method=str(request.get("method") or "GET"),
        url=filled(request["url"], {}),
        headers=tuple((name, filled(value, {})) for name, value in pairs(request.get("headers"))),
        parts=() if isinstance(text, str) and text else tuple(_part(row, "name", {}) for row in rows),
        text=filled(text, {}) if isinstance(text, str) else "",
    )
