"""Calls of pasted code read as a request: the vendor's clients, OpenAI's, and plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orq_ui.importers.headers import read_named_header, read_url
from orq_ui.importers.imported import Findings, Kind
from orq_ui.importers.known_functions import picture_named
from orq_ui.importers.multipart_fields import Part, body_of
from orq_ui.importers.placeholders import UNDEFINED, Call, FromEnvironment, PictureFile, Unread, settled
from orq_ui.importers.raw_body import read_text

PATH = "images/variations"
_SENDING = ("post", "request", "stream", "fetch")
_CARRIED = ("files", "data", "json", "content", "body")
_NOT_THE_BODY = frozenset(
    {"http_headers", "retries", "server_url", "timeout_ms", "extra_headers", "extra_query", "timeout"}
)
_KEYS = ("api_key", "apiKey", "token", "bearer")
_HOSTS = ("base_url", "server_url", "baseURL", "serverURL", "server")


def read_calls(
    calls: list[Call], kind: Kind, *, of_requests: bool, findings: Findings
) -> tuple[Kind, dict[str, Any]] | None:
    """The first call that makes variations, as its kind and body; None if there is none."""
    found = next((call for call in calls if _sdk(call)), None) or next((call for call in calls if _http(call)), None)
    if found is None:
        return None
    for call in calls:
        _settings(call, findings)
    if found.verb in _SENDING:
        plain = Kind.FETCH if kind is Kind.TYPESCRIPT else Kind.REQUESTS if of_requests else Kind.HTTPX
        return plain, _sent(found, calls, findings)
    by_openai = "variation" in found.verb.lower()
    return (Kind.OPENAI if by_openai else kind), _arguments(found, findings)


def _sdk(call: Call) -> bool:
    return call.verb in ("create_variation", "createVariation") or (
        call.verb in ("create", "create_async") and "variations" in call.name.split(".")[-2:-1]
    )


def _http(call: Call) -> bool:
    if call.verb not in _SENDING:
        return False
    said = call.keywords | _options(call)
    return any(name in said for name in _CARRIED) or any(
        isinstance(text, str) and PATH in text for text in call.arguments
    )


def _options(call: Call) -> dict[str, Any]:
    """The last argument, where JavaScript puts what Python names."""
    last = call.arguments[-1] if call.arguments else None
    return last if isinstance(last, dict) else {}


def _settings(call: Call, findings: Findings) -> None:
    said = _options(call) | call.keywords
    for name in _KEYS:
        value = said.get(name)
        key = value.default if isinstance(value, FromEnvironment) else value
        if isinstance(key, str) and not _sdk(call):
            read_named_header("authorization", key, findings)
    for name in _HOSTS:
        if isinstance(said.get(name), str):
            read_url(said[name], findings)
    for name in ("headers", "http_headers", "extra_headers", "default_headers", "defaultHeaders"):
        headers = said.get(name)
        for header, value in headers.items() if isinstance(headers, dict) else ():
            if isinstance(value, str):
                read_named_header(header, value, findings)


def _arguments(call: Call, findings: Findings) -> dict[str, Any]:
    """The arguments of a client's call: by name in Python, one object in TypeScript."""
    body = dict(call.keywords)
    extra: Any = body.pop("extra_body", {})
    for argument in call.arguments[:1]:
        if isinstance(argument, dict):
            body |= argument
        else:
            findings.ignore(None, "an argument that is not a plain value")
    for name in [name for name in body if name in _NOT_THE_BODY and not _is_field(name, body[name])]:
        del body[name]
    if isinstance(extra, dict):
        body |= extra
    elif extra is not None:
        findings.ignore("extra_body", "is not a plain value")
    if "image" in body:
        body["image"] = _picture(body["image"])
    plain: dict[str, Any] = settled(body, "", findings)
    return plain


def _is_field(name: str, value: Any) -> bool:
    return name == "timeout" and isinstance(value, dict)


def _picture(value: Any) -> Any:
    if isinstance(value, dict):
        return picture_named(value.get("file_name", value.get("fileName")), value.get("content"))
    if isinstance(value, list):
        return picture_named(value[0] if value else None, value[1] if len(value) > 1 else None)
    if isinstance(value, str):
        return picture_named(value[-255:], None)
    return value if isinstance(value, PictureFile) else Unread("is a picture without a file name")


def _sent(call: Call, calls: list[Call], findings: Findings) -> dict[str, Any]:
    said = _options(call) | call.keywords
    for url in [*call.arguments[:2], said.get("url")]:
        if isinstance(url, str) and "://" in url:
            read_url(url, findings)
    whole = next((said[name] for name in ("json", "content", "body") if isinstance(said.get(name), dict)), None)
    if whole is not None:
        plain: dict[str, Any] = settled(whole, "", findings)
        return plain
    for name in ("content", "body", "data"):
        if isinstance(said.get(name), str):
            return read_text(said[name], findings)
    filled = [part for other in calls if other.verb in ("append", "set", "add_field") for part in _appended(other)]
    return body_of(
        [*_parts(said.get("data"), repeated=True), *_parts(said.get("files"), repeated=False), *filled], findings
    )


def _appended(call: Call) -> Iterator[Part]:
    if len(call.arguments) >= 2 and isinstance(call.arguments[0], str):
        name, content, *more = call.arguments
        given = call.keywords.get("filename", more[0] if more else None)
        kind = call.keywords.get("content_type")
        yield Part(name, content, given if isinstance(given, str) else None, kind if isinstance(kind, str) else None)


def _parts(value: Any, *, repeated: bool) -> Iterator[Part]:
    """``data=`` or ``files=`` of httpx and requests: a mapping, or pairs."""
    pairs = list(value.items()) if isinstance(value, dict) else value if isinstance(value, list) else []
    for pair in pairs:
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str):
            # In `data`, a list is the same name repeated; in `files`, it is one file's name, content and type.
            for content in pair[1] if repeated and isinstance(pair[1], list) else [pair[1]]:
                yield _part(pair[0], content)


def _part(name: str, value: Any) -> Part:
    if not isinstance(value, list):
        return Part(name, UNDEFINED if value is None else value)
    filename, content, *more = [*value, None, None][: max(len(value), 2)]
    kind = more[0] if more and isinstance(more[0], str) else None
    return Part(name, content, filename if isinstance(filename, str) else None, kind)
