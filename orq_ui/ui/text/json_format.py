"""JSON laid out for reading: what is short and flat stays on one line."""

from __future__ import annotations

import json
from typing import Any

from orq_ui.json_safety import escape_surrogates

WIDTH = 64
"""Characters that a list or object may take on one line, its indentation aside."""


def format_json(value: Any, indent: str = "") -> str:
    """Return valid JSON, indented by two; half of a character is its escape, as no page takes it otherwise."""
    flat = _json(value)
    # The body itself is always opened, so that it does not jump when its first object comes.
    short = bool(indent) and _is_flat(value) and len(flat) <= WIDTH
    if not isinstance(value, dict | list) or not value or short:
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        rows = [f"{inner}{_json(name)}: {format_json(item, inner)}" for name, item in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + format_json(item, inner) for item in value) + f"\n{indent}]"


def _json(value: Any) -> str:
    return escape_surrogates(json.dumps(value, ensure_ascii=False))


def _is_flat(value: Any) -> bool:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(item, dict | list) for item in items)
