"""What a form makes of a body: its top-level values are texts there, so a number and its digits are the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.json_safety import STRICT, escape_surrogates

_FIELDS = {field.name: field for field in fields_of(ImageVariationRequest) if field.kind is not Kind.IMAGE}
_LISTS = frozenset({Kind.CODES, Kind.OBJECTS})
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")


def as_received(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as the router reads it from the form; what has no part in it is left out.

    ``"3"`` is 3 where the contract has a number, 3 is ``"3"`` where it has a text or does not know the field, and JSON
    in a text is the value that it says. One item in place of a list is a list of it: OpenAPI 3 writes a list as one
    part an item.
    """
    fields = ((name, _FIELDS.get(name), value) for name, value in body.items() if value is not None and name != "image")
    return {
        escape_surrogates(name): _received(field, value)
        for name, field, value in fields
        if value != [] or field is None or field.kind is not Kind.CODES
    }


def written_as_read(body: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return a body in which these fields are objects and lists where they are read so, and paths lead into them."""
    received = as_received(body)
    read = {name: received[name] for name in names if isinstance(received.get(name), dict | list)}
    return {**body, **{name: value for name, value in read.items() if type(value) is not type(body.get(name))}}


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
