"""Reads why a call failed, in the shapes that gateways, frameworks and servers on the way give their errors.

The router's own is ``{"error": {"message", "type", "param", "code"}}``, as OpenAI's. Others: a bare object or text;
FastAPI's ``detail`` list; problem details (RFC 9457, and ASP.NET's ``errors``); issues of zod, also as JSON within the
message; lists of ``errors``; AWS's ``Message`` and ``__type``; gRPC's ``details``; OpenRouter's ``metadata.raw``; XML;
the title of an HTML page; plain text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from orq_ui.api import dotted
from orq_ui.json_safety import parse_json

MAX_MESSAGE = 4_000
"""Characters; no reason that a person reads is longer."""
MAX_TEXT = 1_000
"""Characters; a longer text without any form is a document."""
MAX_PAGE = 64_000
"""Characters of a page that are read."""
MAX_REASONS = 10
MAX_DEPTH = 6
"""Errors inside errors that are looked into."""
_MESSAGES = ("message", "msg", "error_description", "errormessage", "error_message", "faultstring", "description")
_SHORT_MESSAGES = ("title", "error", "reason")
_OBJECTS = ("error", "detail", "fault", "exception", "response", "body")
_LISTS = ("detail", "details", "errors", "issues", "error", "message", "invalid_fields", "fieldviolations")
_PLACES = ("loc", "path", "param", "field", "pointer", "instancepath", "property", "parameter", "source")
_PARTS_OF_A_REQUEST = frozenset({"body", "query", "path", "header", "form"})
_TAG = re.compile(r"<[^<>]{0,1000}>")
_HEADINGS = re.compile(r"<(title|h1|pre|message)\b[^<>]{0,1000}>(.{1,500}?)</\1\s*>", re.IGNORECASE | re.DOTALL)


class ErrorEnvelope(NamedTuple):
    """What an error says; None where it does not."""

    message: str | None
    code: str | None = None
    type: str | None = None
    param: str | None = None


def read_envelope(body: Any) -> ErrorEnvelope:
    """Read an error's facts from JSON of whatever shape."""
    return _read(body, 0)


def read_text(text: str) -> str | None:
    """Return the reason in a body that is no JSON: a page's title and heading, or the text itself if it is short."""
    text = text.strip()
    if text.startswith("<"):
        return read_page(text) or None
    # Half a JSON text is no sentence, nor is a whole document, nor anything that is not text.
    is_sentence = len(text) <= MAX_TEXT and not text.startswith(("{", "[")) and not re.search("[\0\ufffd]", text)
    return text or None if is_sentence else None


class _Reason(NamedTuple):
    """One of several reasons; ``place`` is dotted, as the sender writes it, ``param`` is the place in the body."""

    message: str
    place: str | None = None
    param: str | None = None

    def __str__(self) -> str:
        return f"{self.message.rstrip('. ')}: {self.place}" if self.place else self.message


def read_page(text: str) -> str:
    """Return the title and the heading of an HTML page, or the message of an XML document; "" where it has none."""
    found = [_words(_TAG.sub(" ", heading[2])) for heading in _HEADINGS.finditer(text[:MAX_PAGE])]
    # The heading mostly says the title once more.
    shown = [words for place, words in enumerate(found) if words and not any(words in one for one in found[:place])]
    return ": ".join(shown[:2])[:MAX_MESSAGE]


def _read(value: Any, depth: int) -> ErrorEnvelope:
    if isinstance(value, str):
        return ErrorEnvelope(_text(value))
    if isinstance(value, list):
        return _joined(_reasons([item for item in value if isinstance(item, dict)], depth))
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        return ErrorEnvelope(None)
    fields = {name.lower(): item for name, item in reversed(value.items())}
    own = _own(fields, depth)
    for name in _OBJECTS:
        inner = _read(fields.get(name), depth + 1) if isinstance(fields.get(name), dict) else ErrorEnvelope(None)
        if inner.message:
            return _merged(inner, own, inner.message)
    listed = _listed(fields, depth)
    if own.message and listed.message and listed.message.partition(":")[0] in own.message:
        return _merged(listed, own, own.message)
    if own.message and listed.message and own.message not in listed.message:
        return _merged(listed, own, f"{own.message.rstrip('.: ')}: {listed.message}")
    return _merged(listed, own, listed.message or own.message)


def _merged(first: ErrorEnvelope, second: ErrorEnvelope, message: str | None) -> ErrorEnvelope:
    message = message and message[:MAX_MESSAGE]
    return ErrorEnvelope(message, first.code or second.code, first.type or second.type, first.param or second.param)


def _own(fields: dict[str, Any], depth: int) -> ErrorEnvelope:
    """Return what the object itself says."""
    long = next((text for name in (*_MESSAGES, "detail") if (text := _text(fields.get(name)))), None)
    short = next((text for name in _SHORT_MESSAGES if (text := _text(fields.get(name)))), None)
    packed = _packed(long)
    if packed is not None and (said := _read(packed, depth + 1)).message:
        return said._replace(type=said.type or _text(fields.get("name")))
    title = _text(fields.get("title"))
    # {"title": "Insufficient credit", "detail": "Top up first."}, but {"error": "Bad Request", "message": "No image."}
    message = f"{title}: {long}" if title and long and title not in long else long or short
    code = next((text for name in ("code", "errorcode", "error_code") if (text := _text(fields.get(name)))), None)
    kinds = (*map(fields.get, ("type", "__type", "name", "status")), short if long else None)
    kind = next((text for item in kinds if isinstance(item, str) and (text := _text(item))), None)
    return ErrorEnvelope(message, code, kind, _text(fields.get("param")))


def _listed(fields: dict[str, Any], depth: int) -> ErrorEnvelope:
    """Return the reasons that stand in lists, or in objects by field or provider."""
    for name in _LISTS:
        item = fields.get(name)
        if isinstance(item, list) and (said := _joined(_reasons(item, depth))).message:
            return said
    by_field = fields.get("errors")
    if isinstance(by_field, dict):
        reasons = [(name, text) for name, item in by_field.items() if (text := _first_text(item))]
        return _joined(_Reason(text, name, name) for name, text in reasons)
    metadata = fields.get("metadata")
    return _read(_packed(metadata.get("raw")), depth + 1) if isinstance(metadata, dict) else ErrorEnvelope(None)


def _reasons(items: list[Any], depth: int) -> Iterator[_Reason]:
    for item in items[:100]:
        if isinstance(item, dict):
            fields = {name.lower(): value for name, value in item.items()}
            said = _read(item, depth + 1)
            place = next((place for name in _PLACES if (place := _place(fields.get(name)))), None)
            if said.message:
                yield _Reason(said.message, place, _in_body(place) or said.param)
        elif text := _text(item):
            yield _Reason(text)


def _in_body(place: str | None) -> str | None:
    """Return a place without the part of the request that it begins with."""
    first, _, rest = (place or "").partition(".")
    return (rest if first in _PARTS_OF_A_REQUEST else place) or None


def _joined(reasons: Iterable[_Reason]) -> ErrorEnvelope:
    found = list(dict.fromkeys(reasons))
    shown = [str(reason) for reason in found[:MAX_REASONS]]
    if len(found) > MAX_REASONS:
        shown.append(f"and {len(found) - MAX_REASONS} more")
    params = dict.fromkeys(reason.param for reason in found[:MAX_REASONS] if reason.param)
    return ErrorEnvelope("; ".join(shown) or None, param=", ".join(params) or None)


def _place(value: Any) -> str | None:
    """Return a place as dotted names, from a list of keys, a JSON pointer or a text."""
    if isinstance(value, dict):
        return _place(value.get("pointer") or value.get("parameter"))
    if isinstance(value, list):
        return dotted(tuple(key for key in value if isinstance(key, str | int))) or None
    text = _text(value)
    return (text and text.removeprefix("#").strip("/").replace("/", ".")) or None


def _packed(text: Any) -> Any:
    """Return the JSON that a text is, None where it is none."""
    if isinstance(text, str) and text.lstrip()[:1] in ("{", "["):
        try:
            return parse_json(text)
        except ValueError:
            return None
    return None


def _first_text(value: Any) -> str | None:
    return next(filter(None, map(_text, value)), None) if isinstance(value, list) else _text(value)


def _words(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip()[:MAX_MESSAGE] or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
