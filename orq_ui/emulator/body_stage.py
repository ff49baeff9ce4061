"""Third stage: parts become the body that they mean, and the picture's part."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from orq_ui.emulator.api_error import bad_request
from orq_ui.emulator.bracket_notation import put, split_name
from orq_ui.emulator.contract import REQUEST, Schema, unnamed_keys
from orq_ui.emulator.multipart_stage import Part
from orq_ui.emulator.strict_json import LONGEST_NUMBER, read_json

MAX_NAMED = 20
"""Notes on keys that the contract does not name; one body could hold any number of them."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True)
class ParsedBody:
    """What the parts mean. ``notes`` say, for a person, where the client's way of writing was unusual."""

    body: dict[str, Any]
    image: Part | None
    notes: tuple[str, ...]


class _Text(str):
    """A leaf that came as text, so that the contract decides whether it is a number."""

    __slots__ = ()


def parse_body(parts: tuple[Part, ...]) -> ParsedBody:
    """Put the parts together; raises a 400 for a part that cannot be read, or came twice."""
    notes: list[str] = []
    tree: dict[str, Any] = {}
    images = [part for part in parts if part.name == "image"]
    fields = [part for part in parts if part.name != "image" and _is_field(part, notes)]
    times = Counter(part.name for part in fields)
    # Whole values first, so that `orq[retry]…` can add to an `orq` wherever it stands.
    for part in sorted(fields, key=lambda part: len(split_name(part.name))):
        steps = split_name(part.name)
        value = _value(part, steps)
        if _is_item(value, steps, times[part.name]):
            steps.append("")
            notes.append(f"{part.name[:100]} comes item by item, without [].")
        put(tree, steps, value, part.name)
    if any(len(split_name(part.name)) > 1 and part.name != "fallback_on_codes[]" for part in fields):
        notes.append("Bracket notation: some fields name a place inside an object.")
    body = {name: _convert(value, _schema([name])) for name, value in tree.items()}
    image = _image(images, notes)
    ignored = islice(unnamed_keys(body), MAX_NAMED)
    notes += [f"The contract does not name {key[:100]}; it is ignored." for key in ignored]
    return ParsedBody(body, image, tuple(dict.fromkeys(notes)))


def _is_item(value: object, steps: list[str], times: int) -> bool:
    """Return whether a part is one item of a list, as OpenAPI 3 writes lists in forms, rather than the whole list.

    An empty value that came once, such as ``{}`` or ``null``, is no item but a wrong list.
    """
    is_list = _schema(steps).get("type") == "array"
    return is_list and not isinstance(value, list) and (times > 1 or bool(value))


def _is_field(part: Part, notes: list[str]) -> bool:
    known = split_name(part.name)[0] in REQUEST["properties"]
    if part.filename is not None and not known:
        notes.append(f"The file {part.name[:100]} is not part of the contract and was ignored.")
    return known or part.filename is None


def _image(images: list[Part], notes: list[str]) -> Part | None:
    if len(images) > 1:
        raise bad_request(f"image came {len(images)} times.", "image")
    if not images:
        return None
    if images[0].filename is None:
        raise bad_request("image must be a file part, with a filename.", "image")
    if not re.search(r"\.(png|webp|jpe?g)$", images[0].filename, re.IGNORECASE):
        notes.append("The image's filename has no known extension; the live router refuses that on a sister endpoint.")
    return images[0]


def _value(part: Part, steps: list[str]) -> object:
    try:
        text = part.content.decode()
    except UnicodeDecodeError as reason:
        raise bad_request("The field is not UTF-8 text.", part.name) from reason
    is_json = (part.content_type or "").partition(";")[0].strip().lower() == "application/json"
    # The TypeScript client sends objects as text, with no type of their own.
    if is_json or _schema(steps).get("type") in ("object", "array"):
        return _parsed(text, part.name)
    return _Text(text)


def _schema(steps: list[str]) -> Schema:
    """Return the contract for a place; empty for one that it does not name."""
    schema = REQUEST
    for step in steps:
        schema = (
            schema.get("items", {}) if schema.get("type") == "array" else schema.get("properties", {}).get(step, {})
        )
    return schema


def _convert(value: object, schema: Schema) -> object:
    """Give every text leaf the kind that the contract names for its place."""
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: _convert(item, known.get(name, {})) for name, item in value.items()}
    if isinstance(value, list):
        return [_convert(item, schema.get("items", {})) for item in value]
    if not isinstance(value, _Text):
        return value
    is_number = schema.get("type", "string") != "string" and _NUMBER.fullmatch(value)
    return _number(value) if is_number else str(value)


def _number(text: str) -> object:
    """Return a number, whole for ``2`` and not for ``2.0``, as in JSON; one that is too large stays text."""
    try:
        return read_json(re.sub(r"^(-?)0+(?=[0-9])", r"\1", text))
    except ValueError:
        return text


def _parsed(text: str, param: str) -> object:
    try:
        return read_json(text)
    except ValueError as reason:
        raise bad_request(f"Not valid JSON: {str(reason)[: LONGEST_NUMBER * 4]}", param) from reason
