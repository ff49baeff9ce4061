"""JSON as it comes from the network, read as far as that can be done: what is paid for is not lost to a comma.

Beyond RFC 8259 it takes a byte order mark, broken UTF-8, NaN and Infinity, names that are there twice, numbers of any
length, values nested deeper than anything of ours, text after the value, several values one after the other (NDJSON),
the ``data:`` lines of server-sent events, and JSON written as a JSON text. Each of them is one of :data:`ODDITIES`.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from orq_ui.json_safety import MAX_DEPTH, nests_deeper

ODDITIES = ("not_utf8", "name_twice", "too_deep", "text_after", "events", "json_in_text")
MAX_VALUES = 64
"""Values one after the other that are read; no picture is drawn in more steps."""
MAX_DIGITS = 300
"""Digits of a whole number; a longer one is kept as text, since no reader of ours takes it for a number."""
MAX_NAME = 80
_CUT = "…"


class LenientJson(NamedTuple):
    """The values, at least one; ``oddities`` are pairs of one of :data:`ODDITIES` and its detail."""

    values: list[Any]
    oddities: list[tuple[str, str]]


def read_json(body: bytes) -> LenientJson:
    """Read every value in a body. Raises ValueError where it does not begin with one."""
    oddities: dict[str, str] = {}
    text = _text(body, oddities)
    events = _event_data(text)
    decoder = _decoder(oddities)
    values: list[Any] = []
    for chunk in [text] if events is None else events:
        rest = _values(decoder, chunk, values)
        if rest:
            oddities.setdefault("text_after", str(len(rest)))
    if events is not None or len(values) > 1:
        oddities["events"] = str(len(values))
    if not values:
        raise ValueError("no JSON")
    if len(values) == 1 and isinstance(values[0], str) and values[0].lstrip().startswith(("{", "[")):
        inner: list[Any] = []
        _values(decoder, values[0], inner)
        if inner:
            oddities["json_in_text"] = ""
            values = inner
    return LenientJson([_within_depth(value, oddities) for value in values], list(oddities.items()))


def _text(body: bytes, oddities: dict[str, str]) -> str:
    encoding = json.detect_encoding(body)
    try:
        return body.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        oddities["not_utf8"] = str(error.start)
        return body.decode(encoding, "replace")


def _event_data(text: str) -> list[str] | None:
    """Return the data of server-sent events, or None for a text of another kind."""
    if not text.lstrip().startswith(("data:", "event:", "id:", "retry:", ":")):
        return None
    events: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("data:"):
            events[-1].append(line[5:].strip())
        elif not line.strip() and len(events) <= MAX_VALUES:
            events.append([])
    return [data for event in events if (data := "\n".join(event)) and data != "[DONE]"]


def _values(decoder: json.JSONDecoder, text: str, values: list[Any]) -> str:
    """Add the values that a text begins with; return what is left of it."""
    place, end = 0, len(text)
    while len(values) < MAX_VALUES:
        while place < end and text[place].isspace():
            place += 1
        if place == end:
            break
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return text[place:].strip()


def _decoder(oddities: dict[str, str]) -> json.JSONDecoder:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                oddities.setdefault("name_twice", name[:MAX_NAME])
            # The last one counts, as for other readers, but an empty one takes no value away.
            if name not in found or value not in (None, "", [], {}):
                found[name] = value
        return found

    def whole_number(digits: str) -> int | str:
        return int(digits) if len(digits) <= MAX_DIGITS else digits

    return json.JSONDecoder(object_pairs_hook=members, parse_int=whole_number, strict=False)


def _within_depth(value: Any, oddities: dict[str, str]) -> Any:
    if not nests_deeper(value, MAX_DEPTH):
        return value
    oddities["too_deep"] = str(MAX_DEPTH)
    return _cut(value, MAX_DEPTH)


def _cut(value: Any, levels: int) -> Any:
    if not isinstance(value, dict | list):
        return value
    if levels == 0:
        return _CUT
    if isinstance(value, dict):
        return {name: _cut(item, levels - 1) for name, item in value.items()}
    return [_cut(item, levels - 1) for item in value]
