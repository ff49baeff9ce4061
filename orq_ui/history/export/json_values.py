"""JSON for any reader, and nested no deeper than a manifest may be."""

from __future__ import annotations

import json
from typing import Any

DEEPEST = 200
"""Levels of nesting in a manifest; importers take 100 for a request."""


def strict_json(value: Any, indent: int | None = None) -> str:
    """What JSON has no word for, such as NaN, stands as a text; text that is not ASCII stays as it is."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        named = json.loads(json.dumps(value), parse_constant=str)
        return json.dumps(named, ensure_ascii=False, indent=indent)


def is_deeper(value: Any, most: int) -> bool:
    """Whether objects and lists stand in each other on more levels than that; a plain value has none."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(most):
        level = [child for item in level for child in _children(item) if isinstance(child, dict | list)]
    return bool(level)


def _children(value: dict[str, Any] | list[Any]) -> list[Any]:
    return [*value.values()] if isinstance(value, dict) else value
