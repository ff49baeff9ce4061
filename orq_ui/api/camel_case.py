"""The request in the TypeScript client's casing, and back: ``response_format`` is ``responseFormat`` there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from orq_ui.api.introspection import Field, fields_of
from orq_ui.api.request import ImageVariationRequest

Spelling = Callable[[str], str]
_FIELDS = fields_of(ImageVariationRequest)


def to_camel_case(name: str) -> str:
    """Spell a name in camel case: ``fallback_on_codes`` -> ``fallbackOnCodes``."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def as_typescript(body: Mapping[str, Any]) -> dict[str, Any]:
    """Spell the known fields of a body in wire names as the TypeScript client does, at every level.

    Unknown keys stay. A known field keeps its wire name where an unknown key already has the other spelling.
    """
    return _spelled(body, _FIELDS, to_camel_case)


def from_typescript(body: Mapping[str, Any]) -> dict[str, Any]:
    """Spell the known fields in wire names: the inverse of :func:`as_typescript`.

    An unknown key spelled like a known field of the TypeScript client is that field.
    """
    wire_names = {to_camel_case(field.name): field.name for top in _FIELDS for field in top.walk()}
    return _spelled(body, _FIELDS, lambda name: wire_names.get(name, name))


def _spelled(body: Mapping[str, Any], fields: tuple[Field, ...], spell: Spelling) -> dict[str, Any]:
    known = {name: field for field in fields for name in (field.name, to_camel_case(field.name))}
    return {
        _key(name, body, known, spell): _value(value, known[name].fields if name in known else (), spell)
        for name, value in body.items()
    }


def _key(name: str, body: Mapping[str, Any], known: Mapping[str, Field], spell: Spelling) -> str:
    wanted = spell(name)
    return wanted if name in known and (wanted == name or wanted not in body) else name


def _value(value: Any, fields: tuple[Field, ...], spell: Spelling) -> Any:
    if not fields:
        return value
    if isinstance(value, list):
        return [_value(item, fields, spell) for item in value]
    return _spelled(value, fields, spell) if isinstance(value, Mapping) else value
