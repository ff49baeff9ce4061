"""What a form makes of a body: its top-level values are texts there, so a number and its digits are the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.api.bracket_notation import field_at, put, split_name
from orq_ui.json_safety import STRICT, escape_surrogates

_FIELDS = {field.name: field for field in fields_of(ImageVariationRequest) if field.kind is not Kind.IMAGE}
_LISTS = frozenset({Kind.CODES, Kind.OBJECTS})
_ROWS = frozenset({Kind.OBJECTS, Kind.PAIRS})
_ANY_LIST = _ROWS | {Kind.CODES, Kind.TEXTS}
MAX_STEPS = 16
"""Of a name in bracket notation; the emulator refuses more."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")


def as_received(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as the router reads it from the form; what has no part in it is left out.

    ``"3"`` is 3 where the contract has a number, 3 is ``"3"`` where it has a text or does not know the field, and JSON
    in a text is the value that it says. One item in place of a list is a list of it: OpenAPI 3 writes a list as one
    part an item. A name in bracket notation, such as ``retry[count]``, is a place inside of an object or a list.
    """
    return _read(body)[0]


def misplaced_names(body: Mapping[str, Any]) -> list[str]:
    """Return the names in bracket notation that do not fit the other fields, for which the emulator answers 400."""
    return _read(body)[1]


def bracket_names(body: Mapping[str, Any], field: str) -> list[str]:
    """Return the names in bracket notation that lead into a field."""
    return [name for name in body if (steps := split_name(name))[1:] and steps[0] == field]


def written_as_read(body: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return a body in which these fields are objects and lists where they are read so, and paths lead into them."""
    received = as_received(body)
    read = {name: received[name] for name in names if isinstance(received.get(name), dict | list)}
    changed = {name: value for name, value in read.items() if type(value) is not type(body.get(name))}
    brackets = {name: bracket_names(body, name) for name in read}
    changed |= {name: read[name] for name, inner in brackets.items() if inner}
    gone = {each for inner in brackets.values() for each in inner}
    return {**{name: value for name, value in body.items() if name not in gone}, **changed}


def _read(body: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the body as it is received, and the names that do not fit in it."""
    received: dict[str, Any] = {}
    inner: list[tuple[list[str], str, Any]] = []
    for name, value in body.items():
        field = _FIELDS.get(name)
        if value is None or name == "image" or (value == [] and field is not None and field.kind is Kind.CODES):
            continue
        steps = split_name(escape_surrogates(name))
        if len(steps) == 1:
            received[steps[0]] = _received(field, value)
        else:
            inner.append((steps, name, value))
    if not inner:
        return received, []
    received = deepcopy(received)
    # Whole values first, so that `orq[retry]` can add to an `orq` wherever it stands.
    inner.sort(key=lambda each: len(each[0]))
    fits = (len(steps) <= MAX_STEPS and put(received, *_placed(steps, value)) for steps, _name, value in inner)
    return received, [name for (_steps, name, _value), is_fit in zip(inner, fits, strict=True) if not is_fit]


def _placed(steps: list[str], value: Any) -> tuple[list[str], Any]:
    """Return where a field in bracket notation goes and what it is there: one item of a list is appended to it."""
    field = field_at(steps)
    is_item = field is not None and field.kind in _ANY_LIST and (not steps[-1] or steps[-1].isdecimal())
    if isinstance(value, dict | list):
        read: Any = deepcopy(value)
    elif field is None:
        read = escape_surrogates(_text(value))
    elif field.kind in _ROWS or (field.kind in (*_ANY_LIST, Kind.OBJECT) and not is_item):
        read = _parsed(_text(value))
        if read == _text(value):
            return steps, read  # no JSON, which is refused
    else:
        is_number = field.is_number or field.kind is Kind.CODES
        read = _number(_text(value)) if is_number else escape_surrogates(_text(value))
    is_list = field is not None and field.kind in _ANY_LIST and not is_item
    return (steps if not is_list or isinstance(read, list) or not read else [*steps, ""]), read


def as_number(text: str) -> float | None:
    """Return the number that a text is as JSON writes it, ``2`` whole and ``2.0`` not; None for any other text."""
    number = _number(text)
    return None if isinstance(number, str) else number


def _received(field: Field | None, value: Any) -> Any:
    if field is None:
        return value if isinstance(value, dict | list) else escape_surrogates(_text(value))
    if field.kind in _LISTS or field.kind is Kind.OBJECT:
        value = _parsed(value) if isinstance(value, str) else value
        if field.kind in _LISTS and value and not isinstance(value, list):
            value = [value]
        return _codes(value) if field.kind is Kind.CODES else value
    if isinstance(value, dict | list):
        return value
    return _number(_text(value)) if field.is_number else escape_surrogates(_text(value))


def _codes(value: Any) -> Any:
    is_flat = isinstance(value, list) and not any(isinstance(code, dict | list) for code in value)
    return [_number(_text(code)) for code in value] if is_flat else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _number(text: str) -> Any:
    return _parsed(re.sub(r"^(-?)0+(?=[0-9])", r"\1", text)) if _NUMBER.fullmatch(text) else text


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, **STRICT)
    except (ValueError, RecursionError):
        return text
