"""What each client is to send for a wire: the wire's own parts, changed only in the ways that are listed here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from orq_ui.api import Field
from orq_ui.snippets import orq_python, orq_typescript
from orq_ui.wire import Wire
from tests.interop.capture import ReceivedPart
from tests.snippets.cases import FIELDS

Sent = tuple[str, bytes | None, bytes | None, Any]
"""Name, filename, content type, content; JSON as its value."""
Path = tuple[str | int, ...]

NUMBERS = {field.name for field in FIELDS if field.is_number}
OPTIONS = {field.name for field in FIELDS if field.fields}
TYPESCRIPT_DROPS = frozenset({"__proto__"})
"""Its validation copies objects without a member of this name."""


def arrived(parts: list[ReceivedPart], *, json_texts: bool = False) -> list[Sent]:
    """Return what came, in its order; ``json_texts`` reads the JSON of options though no content type announces it."""
    return [(_name(part.name), part.filename, part.content_type, _content(part, json_texts)) for part in parts]


def sorted_parts(parts: list[Sent]) -> list[Sent]:
    """Sort parts, with numbers as floats: the vendor's clients send parts in any order, and 2 may be 2.0."""
    return sorted(((name, file, kind, _number(name, content)) for name, file, kind, content in parts), key=repr)


def as_the_wire(wire: Wire) -> list[Sent]:
    """Expect the same parts in the same order; JSON is compared by value, for its spaces and escapes are free."""
    return [
        (_name(part.name), _bytes(part.filename), _bytes(part.content_type), _json(part.content_type, part.content))
        for part in wire.parts
    ]


def by_curl(wire: Wire) -> list[Sent]:
    """Expect the wire's parts, without the names that no ``--form`` can have."""
    writable = [bool(part.name) and not re.search("[=\0]", part.name) for part in wire.parts]
    return [sent for sent, kept in zip(as_the_wire(wire), writable, strict=True) if kept]


def by_openai(wire: Wire) -> list[Sent]:
    """Expect values in brackets, fields before the file. An empty text is overwritten by the next of its name."""
    fields: dict[str, list[str]] = {}
    for part in wire.parts:
        if part.filename is None:
            value = json.loads(part.content) if part.content_type else part.content.decode()
            for name, text in _brackets(part.name, value):
                there = fields.setdefault(name, [])
                if there in ([""], []):
                    there[:] = [text]
                else:
                    there.append(text)
    sent = [(_name(name), None, None, text.encode()) for name, texts in fields.items() for text in texts]
    return [*sent, *(part for part in as_the_wire(wire) if part[1] is not None)]


def named_additions(code: str) -> dict[Path, Any]:
    """Read what a snippet's comment says that its client adds: values by their place in the body."""
    comments = re.findall(r"^(?:#|//) This client adds (.+)\.$", code, re.MULTILINE)
    assert len(comments) <= 1
    additions = [item.split(" = ") for comment in comments for item in re.split("[,;] ", comment)]
    found = {_path(place): json.loads(value) for place, value in additions}
    assert len(found) == len(additions)
    return found


def with_additions(body: dict[str, Any], additions: dict[Path, Any]) -> dict[str, Any]:
    """Return a body with more values in it. Each must have its object there, and no value yet."""
    filled = deepcopy(body)
    for path, value in additions.items():
        parent: Any = filled
        for step in path[:-1]:
            parent = parent[step]
        assert path[-1] not in parent
        parent[path[-1]] = value
    return filled


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the place of every value within a body."""
    yield path
    members = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield from places(member, (*path, step))


def by_vendor(body: dict[str, Any], code: str) -> dict[str, Any]:
    """Return a valid body without unknown keys and nulls, with what the snippet says that its client adds."""
    sent = {name: value for name, value in _known(body, FIELDS).items() if value is not None}
    return with_additions(sent, named_additions(code))


def in_python_parts(body: dict[str, Any]) -> list[Sent]:
    """Return a body's parts as the vendor's Python client writes them."""
    sent: list[Sent] = []
    for name, value in _without(body, orq_python.MISSING).items():
        if name == "fallback_on_codes":
            sent += [(f"{name}[]", None, None, str(code).encode()) for code in value]
        elif isinstance(value, dict | list):
            sent.append((name, None, b"application/json", value))
        else:
            sent.append((name, None, None, float(value) if name in NUMBERS else value.encode()))
    return sent


def in_typescript_parts(body: dict[str, Any]) -> list[Sent]:
    """Return them as its TypeScript client does: JSON in text parts, line breaks of texts as CRLF, fewer fields."""
    sent: list[Sent] = []
    for name, value in _without(body, orq_typescript.MISSING).items():
        if isinstance(value, dict | list):
            sent.append((name, None, None, _without(value, TYPESCRIPT_DROPS)))
        else:
            sent.append((name, None, None, float(value) if name in NUMBERS else _crlf(value).encode()))
    return sent


def _path(place: str) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"\w+", place))


def _known(values: dict[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    members = {field.name: field for field in fields}
    return {name: _member(value, members[name]) for name, value in values.items() if name in members}


def _member(value: Any, field: Field) -> Any:
    if field.fields and isinstance(value, list):
        return [_known(item, field.fields) for item in value]
    return _known(value, field.fields) if field.fields else value


def _without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(member, names) for key, member in value.items() if key not in names}
    return [_without(item, names) for item in value] if isinstance(value, list) else value


def _brackets(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _brackets(f"{name}[{_utf8(key)}]", member)
    elif isinstance(value, list):
        for item in value:
            yield from _brackets(f"{name}[]", item)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif value is not None:
        yield name, _utf8(str(value))


def _utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _crlf(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


def _name(name: str) -> str:
    """Return a name without the characters that each client escapes in its own way."""
    return re.sub(r"%[0-9A-Fa-f]{2}|[^\w\[\]=;. -]", "", name)


def _content(part: ReceivedPart, json_texts: bool) -> Any:
    if json_texts and part.name in OPTIONS:
        return json.loads(part.content)
    return _json(part.content_type.decode() if part.content_type else None, part.content)


def _number(name: str, content: Any) -> Any:
    return float(content) if name in NUMBERS else _floats(content)


def _floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _floats(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _json(kind: str | None, content: bytes) -> Any:
    return json.loads(content, parse_constant=str) if kind == "application/json" else content


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
