"""Turns routing's own values into plain JSON: a rule becomes its id, with whether it is documented beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from orq_ui.routing.rules import Rule


def to_json_value(value: Any) -> Any:
    """Return a value of this package as JSON values."""
    if isinstance(value, Rule):
        return value.id
    if is_dataclass(value) and not isinstance(value, type):
        row = {field.name: to_json_value(getattr(value, field.name)) for field in fields(value)}
        rule = getattr(value, "rule", None)
        return row | {"documented": rule.documented} if isinstance(rule, Rule) else row
    if isinstance(value, Mapping):
        return {str(name): to_json_value(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [to_json_value(item) for item in value]
    return value


def cited_rules(value: Any) -> tuple[Rule, ...]:
    """Return every rule inside a value, each once, sorted by id."""
    return tuple(sorted(set(_rules(value)), key=lambda rule: rule.id))


def rules_by_id(rules: Iterable[Rule]) -> dict[str, dict[str, Any]]:
    """Return rules in full, by id."""
    return {rule.id: {name: item for name, item in vars(rule).items() if name != "id"} for rule in rules}


def canonical_json(value: Any) -> str:
    """Write equal values as equal texts: sorted keys, no blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _rules(value: Any) -> Iterator[Rule]:
    if isinstance(value, Rule):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _rules(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _rules(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _rules(item)
