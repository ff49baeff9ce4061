"""Calls of pasted code read as a request: the vendor's clients, OpenAI's, and plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orq_ui.importers.headers import VARIATIONS, read_named_header, read_url
from orq_ui.importers.imported import Findings, Kind
from orq_ui.importers.known_functions import SENDING
from orq_ui.importers.multipart_fields import Part, body_of
from orq_ui.importers.placeholders import (
    UNDEFINED,
    Call,
    FromEnvironment,
    Pairs,
    Unread,
    fill_gaps,
    to_json,
)
from orq_ui.importers.program import Program
from orq_ui.importers.raw_body import read_text

_BODIES = ("json", "content", "body", "data")
_NOT_THE_BODY = frozenset(
    {"http_headers", "retries", "server_url", "timeout_ms", "extra_headers", "extra_query", "timeout"}
)
_KEYS = ("api_key", "apiKey", "token", "bearer")
_HOSTS = ("base_url", "server_url", "baseURL", "serverURL", "server")
_HEADERS = ("headers", "http_headers", "extra_headers", "default_headers", "defaultHeaders")


def read_calls(
    program: Program, kind: Kind, *, of_requests: bool, findings: Findings
) -> tuple[Kind, dict[str, Any]] | None:
    """Return the kind and body of the call that makes variations, else of an object that a name is given to, or None.

    Raises InvalidInput for a call with a mistake in it.
    """
    call = _chosen(program.calls)
    if call is None:
        named = [value for value in program.bound.values() if isinstance(value, dict) and "model" in value]
        return (kind, to_json(named[0], "", findings)) if named else None
    if call.mistake is not None:
        raise call.mistake
    for other in program.calls:
        _settings(other, findings)
    if call.verb in SENDING:
        plain = Kind.FETCH if kind is Kind.TYPESCRIPT else Kind.REQUESTS if of_requests else Kind.HTTPX
        return plain, _sent(call, kind, findings)
    return (Kind.OPENAI if "variation" in call.verb.lower() else kind), _arguments(call, findings)


def _chosen(calls: list[Call]) -> Call | None:
    sending = [call for call in calls if call.verb in SENDING]
    ours = [call for call in sending if any(isinstance(text, str) and VARIATIONS in text for text in _addresses(call))]
    with_body = [call for call in sending if any(name in _said(call) for name in (*_BODIES, "files"))]
    return next(iter([*filter(_sdk, calls), *ours, *with_body]), None)


def _sdk(call: Call) -> bool:
    return call.verb in ("create_variation", "createVariation") or (
        call.verb in ("create", "create_async") and "variations" in call.name.split(".")[-2:-1]
    )


def _said(call: Call) -> dict[str, Any]:
    """Return the arguments by name; in JavaScript they are the members of the last one."""
    last = call.arguments[-1] if call.arguments else None
    return (last if isinstance(last, dict) else {}) | call.keywords


def _addresses(call: Call) -> list[Any]:
    return [*call.arguments[:2], _said(call).get("url")]


def _settings(call: Call, findings: Findings) -> None:
    said = _said(call)
    for name in _KEYS:
        value = said.get(name)
        key = value.default if isinstance(value, FromEnvironment) else value
        if isinstance(key, str) and not _sdk(call):
            read_named_header("authorization", fill_gaps(key), findings)
    for name in _HOSTS:
        if isinstance(said.get(name), str):
            read_url(fill_gaps(said[name]), findings)
    for name in _HEADERS:
        for header, value in _pairs(said.get(name)):
            if isinstance(value, str):
                read_named_header(header, fill_gaps(value), findings)


def _arguments(call: Call, findings: Findings) -> dict[str, Any]:
    """Return the arguments of a client's call: by name in Python, one object in TypeScript."""
    body = dict(call.keywords)
    extra: Any = body.pop("extra_body", {})
    for argument in call.arguments[:1]:
        if isinstance(argument, dict):
            body |= argument
        else:
            findings.ignore(None, "an argument that is not a plain value")
    # Only the API's own timeout is an object.
    for name in _NOT_THE_BODY & body.keys():
        if name != "timeout" or not isinstance(body[name], dict):
            del body[name]
    if isinstance(extra, dict):
        body |= extra
    elif extra is not None:
        findings.ignore("extra_body", "is not a plain value")
    plain: dict[str, Any] = to_json(body, "", findings)
    return plain


def _sent(call: Call, kind: Kind, findings: Findings) -> dict[str, Any]:
    for url in _addresses(call):
        if isinstance(url, str) and "://" in url:
            read_url(fill_gaps(url), findings)
    said = _said(call)
    files = list(_parts(said.get("files"), repeated=False))
    name, body = next(((name, said[name]) for name in _BODIES if said.get(name) is not None), _positional(call))
    if isinstance(body, str):
        return read_text(body, findings)
    if isinstance(body, dict) and (name != "data" or kind is Kind.TYPESCRIPT):
        plain: dict[str, Any] = to_json(body, "", findings)
        return plain
    if not isinstance(body, dict | list | Pairs) and not (body is None and files):
        to_json(Unread("is not there, or cannot be read") if body is None else body, name, findings)
    return body_of([*_parts(body, repeated=True), *files], findings)


def _positional(call: Call) -> tuple[str, Any]:
    """Return what comes after the method and the address, unless it says more about the call than its body."""
    rest = call.arguments[2 if call.verb in ("request", "stream") else 1 :]
    options = rest and isinstance(rest[0], dict) and {*_HEADERS, *_BODIES, "files", "method"} & rest[0].keys()
    return "data", rest[0] if rest and not options else None


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield names and values of a mapping, of a form, or of pairs."""
    pairs = value.added if isinstance(value, Pairs) else value
    for pair in pairs.items() if isinstance(pairs, dict) else pairs if isinstance(pairs, list) else []:
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str):
            yield pair[0], pair[1]


def _parts(value: Any, *, repeated: bool) -> Iterator[Part]:
    """Yield the parts of a form, or of ``data=`` or ``files=`` of httpx and requests."""
    for name, given in _pairs(value):
        # In `data`, a list is the same name repeated; elsewhere it is one file's name, content and type.
        several = repeated and isinstance(given, list) and not isinstance(value, Pairs)
        for content in given if several else [given]:
            yield _part(name, content)


def _part(name: str, value: Any) -> Part:
    if not isinstance(value, list):
        return Part(name, UNDEFINED if value is None else value)
    filename, content, *more = [*value, None, None][: max(len(value), 2)]
    kind = more[0] if more and isinstance(more[0], str) else None
    return Part(name, content, filename if isinstance(filename, str) else None, kind)
