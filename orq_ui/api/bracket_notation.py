"""Bracket notation: ``orq[retry][on_codes][]`` names a field of a nested body."""

from __future__ import annotations

import re
from typing import Any

from orq_ui.api.introspection import Field, Kind, fields_of
from orq_ui.api.request import ImageVariationRequest

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_DEEPEST = 100
_FIELDS = {field.name: field for field in fields_of(ImageVariationRequest)}


def split_name(name: str) -> list[str]:
    """Return ``orq[retry][count]`` as ``["orq", "retry", "count"]``; a name of no such form is one step."""
    match = _NAME.fullmatch(name)
    return [name] if match is None else [match[1], *match[2][1:-1].split("][")]


def steps_of(name: str) -> list[str] | None:
    """Return the steps of a name that leads into a field of the request; None for any other name."""
    steps = split_name(name)
    return steps if 1 < len(steps) <= _DEEPEST and steps[0] in _FIELDS and steps[0] != "image" else None


def field_at(steps: list[str]) -> Field | None:
    """Return the field that the steps lead to; positions in lists do not count."""
    fields: tuple[Field, ...] = tuple(_FIELDS.values())
    found: Field | None = None
    for step in steps:
        if step and not (step.isdecimal() and found is not None and not any(f.name == step for f in fields)):
            found = next((field for field in fields if field.name == step), None)
            if found is None:
                return None
            fields = found.fields
    return found


def is_number(steps: list[str]) -> bool:
    """Return whether a number belongs there."""
    field = field_at(steps)
    return field is not None and (field.is_number or (field.kind is Kind.CODES and len(steps) > 1))


def put(tree: dict[str, Any], steps: list[str], value: object) -> bool:
    """Set a value where the steps lead; return False where it does not fit what is there."""
    node: Any = tree
    for place, step in enumerate(steps):
        rest = steps[place + 1 :]
        if isinstance(node, list):
            index = _index(node, step, rest)
            if index is None or (index < len(node) and not rest):
                return False
            if index == len(node):
                node.append(_container(rest) if rest else value)
            node = node[index]
        elif isinstance(node, dict) and step and (rest or step not in node):
            node = node.setdefault(step, _container(rest) if rest else value)
        else:
            return False
    return True


def _index(node: list[Any], step: str, rest: list[str]) -> int | None:
    if step:
        return int(step) if re.fullmatch("[0-9]{1,3}", step) and int(step) <= len(node) else None
    # To the last object while it lacks what follows, else to a new one: clients send them either way round.
    return next((place for place, item in enumerate(node) if rest and _lacks(item, rest)), len(node))


def _lacks(item: Any, rest: list[str]) -> bool:
    if not isinstance(item, dict):
        return isinstance(item, list) and not rest[0]
    if rest[0] not in item:
        return True
    return len(rest) > 1 and _lacks(item[rest[0]], rest[1:])


def _container(rest: list[str]) -> list[Any] | dict[str, Any]:
    return [] if not rest[0] or rest[0].isdecimal() else {}
