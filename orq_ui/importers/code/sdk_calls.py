"""Calls of pasted code read as a request: the vendor's clients, OpenAI's, and plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.code.declarations import read_declared, read_typed_request
from orq_ui.importers.code.known_functions import SENDING, STANDALONE
from orq_ui.importers.code.program import Program
from orq_ui.importers.headers import VARIATIONS, read_named_header, read_url
from orq_ui.importers.imported import Findings, Kind
from orq_ui.importers.json_body import unwrapped
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
from orq_ui.importers.raw_body import read_text

_OF_OPENAI = ("create_variation", "createVariation")
_FORMS = ("form", "formData", "form_data")
_BODIES = ("json", "content", "body", "data", *_FORMS)
_METHODS = ("POST", "PUT", "PATCH", "GET", "DELETE", "HEAD", "OPTIONS")
_NOT_THE_BODY = frozenset(
    {"http_headers", "retries", "server_url", "timeout_ms", "extra_headers", "extra_query", "timeout"}
)
_KEYS = ("api_key", "apiKey", "token", "bearer")
_HOSTS = ("base_url", "server_url", "baseURL", "serverURL", "server")
_HEADERS = ("headers", "http_headers", "extra_headers", "default_headers", "defaultHeaders")


def read_calls(
    program: Program, kind: Kind, *, of_requests: bool, findings: Findings
) -> tuple[Kind, dict[str, Any]] | None:
    """Return the kind and body of the call that makes variations, else of what the code declares, or None.

    Raises InvalidInput for a call with a mistake in it, and for several calls of which none makes variations.
    """
    ours = [call for call in program.calls if _sdk(call) or _is_ours(call)]
    if not ours and (body := read_typed_request(program, findings)) is not None:
        return kind, body
    call = _chosen(ours, findings) if ours else _other(program.calls)
    if call is None:
        body = read_declared(program, findings)
        if body is None and program.calls and not program.mistakes:
            reason = f"begins calls of which none makes variations, such as a POST to …/{VARIATIONS}"
            raise InvalidInput(program.calls[0].place, reason)
        return None if body is None else (kind, body)
    if call.mistake is not None:
        raise call.mistake
    if not ours and not any("://" in address for address in _addresses(call)):
        findings.ignore("url", "is not known: whether it is of this call is for you to say")
    for other in program.calls:
        _settings(other, findings)
    if not _sdk(call):
        of_python = Kind.REQUESTS if of_requests else Kind.HTTPX
        plain = {Kind.TYPESCRIPT: Kind.FETCH, Kind.PYTHON: of_python}.get(kind, kind)
        return plain, _sent(call, kind, findings)
    return (Kind.OPENAI if call.verb in _OF_OPENAI else kind), _arguments(call, findings)


def _chosen(ours: list[Call], findings: Findings) -> Call:
    """Return the first of the calls that says what it sends: one may prepare what another one sends."""
    chosen = next((call for call in ours if _says_body(call)), ours[0])
    for other in ours:
        if other is not chosen and _says_body(other):
            findings.ignore(None, f"another call that makes variations, {other.place}")
    return chosen


def _other(calls: list[Call]) -> Call | None:
    """Return the only call that sends something, or of which the address is not known."""
    with_body = [call for call in calls if call.verb in SENDING and _says_body(call)]
    unknown = [call for call in with_body if not any("://" in text or text[:1] == "/" for text in _addresses(call))]
    if len(unknown) != 1 and len(with_body) > 1:
        places = ", ".join(call.place for call in with_body[:5])
        raise InvalidInput(
            with_body[0].place,
            f"is one of {len(with_body)} calls ({places}), and none is to …/{VARIATIONS}: paste the one that is meant",
        )
    return next(iter(unknown if len(unknown) == 1 else with_body), None)


def _says_body(call: Call) -> bool:
    said = _said(call)
    return _sdk(call) or any(name in said for name in (*_BODIES, "files")) or _positional(call)[1] is not None


def _sdk(call: Call) -> bool:
    return (
        (call.verb in _OF_OPENAI and call.verb != call.name)
        or call.verb.endswith(STANDALONE)
        or (call.verb in ("create", "create_async") and "variations" in call.name.split(".")[-2:-1])
    )


def _said(call: Call) -> dict[str, Any]:
    """Return the arguments by name; in JavaScript they are the members of the last one."""
    objects = [argument for argument in call.arguments if isinstance(argument, dict)]
    return (objects[-1] if objects else {}) | call.keywords


def _is_ours(call: Call) -> bool:
    return any(VARIATIONS in text for text in _addresses(call))


def _addresses(call: Call) -> list[str]:
    """Return the texts that may be the address, each after the one that its client starts with."""
    said = _said(call)
    arguments = () if call.verb == "send" else call.arguments[:2]
    given = [*arguments, said.get("url"), said.get("uri"), said.get("path")]
    texts = [fill_gaps(text) for text in given if isinstance(text, str) and text.upper() not in _METHODS]
    base = call.receiver if isinstance(call.receiver, dict) else {}
    starts = [fill_gaps(base[name]) for name in (*_HOSTS, "prefixUrl") if isinstance(base.get(name), str)]
    whole = [f"{start.rstrip('/')}/{text.lstrip('/')}" for start in starts for text in texts]
    return [*texts, *whole, *(starts if not texts else [])]


def _settings(call: Call, findings: Findings) -> None:
    said = _said(call)
    for name in _KEYS:
        value = said.get(name)
        key = value.default if isinstance(value, FromEnvironment) else value
        if isinstance(key, str) and not _sdk(call):
            read_named_header("authorization", fill_gaps(key), findings)
    for secret in _passwords(said.get("auth"), said.get("cookies")):
        read_named_header("authorization", fill_gaps(secret), findings)
    for name in _HOSTS:
        if isinstance(said.get(name), str):
            read_url(fill_gaps(said[name]), findings)
    for name in _HEADERS:
        for header, value in _pairs(said.get(name)):
            if isinstance(value, str):
                read_named_header(header, fill_gaps(value), findings)


def _passwords(auth: Any, cookies: Any) -> Iterator[str]:
    """Yield the password of a pair or an object of a name and a password, and what cookies hold."""
    pair = auth[1:] if isinstance(auth, list) else [auth.get("password")] if isinstance(auth, dict) else []
    held = cookies.values() if isinstance(cookies, dict) else []
    yield from (secret for secret in (*pair, *held) if isinstance(secret, str))


def _arguments(call: Call, findings: Findings) -> dict[str, Any]:
    """Return the arguments of a client's call: by name in Python, one object in TypeScript."""
    body = dict(call.keywords)
    extra: Any = body.pop("extra_body", {})
    # The vendor's standalone function has the client before it.
    for argument in call.arguments[1:2] if call.verb.endswith(STANDALONE) else call.arguments[:1]:
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
    return unwrapped(plain, findings)


def _sent(call: Call, kind: Kind, findings: Findings) -> dict[str, Any]:
    for url in _addresses(call):
        if "://" in url:
            read_url(url, findings)
    said = _said(call)
    files = list(_parts(said.get("files"), repeated=False))
    name, body = next(((name, said[name]) for name in _BODIES if said.get(name) is not None), _positional(call))
    if isinstance(body, str):
        return read_text(body, findings)
    if isinstance(body, Pairs) and not body.sendable:
        body = Unread("is a Map or Headers, which JavaScript sends as “[object Map]” and not as fields")
    if isinstance(body, dict) and name not in _FORMS and (name != "data" or kind is Kind.TYPESCRIPT):
        plain: dict[str, Any] = to_json(body, "", findings)
        return plain
    if not isinstance(body, dict | list | Pairs) and not (body is None and files):
        to_json(Unread("is not there, or cannot be read") if body is None else body, name, findings)
    return body_of([*_parts(body, repeated=True), *files], findings)


def _positional(call: Call) -> tuple[str, Any]:
    """Return what comes after the method and the address, unless it says more about the call than its body."""
    method = call.arguments[0] if call.arguments else None
    named = isinstance(method, str) and method.upper() in _METHODS
    rest = call.arguments[0 if call.verb == "send" else 2 if named else 1 :]
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
    if isinstance(value, dict) and "value" in value and isinstance(options := value.get("options"), dict):
        value = [options.get("filename"), value["value"], options.get("contentType")]
    if not isinstance(value, list):
        return Part(name, UNDEFINED if value is None else value)
    filename, content, *more = [*value, None, None][: max(len(value), 2)]
    kind = more[0] if more and isinstance(more[0], str) else None
    return Part(name, content, filename if isinstance(filename, str) else None, kind)
