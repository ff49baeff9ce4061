"""Checks a body against the contract: each problem has its path and its limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from orq_ui.api.base import WireModel
from orq_ui.api.introspection import dotted
from orq_ui.json_safety import escape_surrogates_in

_MISSING = "is required"
_REASONS = {
    "missing": _MISSING,
    "null": "may be left out, but not null",
    "string_type": "must be a text",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "finite_number": "must be a finite number",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "unique": "has the same value twice",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "too_short": "must have at least {min_length} entry",
    "too_long": "must have at most {max_length} entries",
}


@dataclass(frozen=True)
class Problem:
    """``path`` is dotted wire names (``orq.fallbacks[0].model``); ``reason`` completes the sentence it begins."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} {self.reason}"

    @property
    def is_missing(self) -> bool:
        """Whether nothing is wrong but that there is no value yet."""
        return self.reason == _MISSING


def problems(model: type[WireModel], body: Mapping[str, Any]) -> list[Problem]:
    """Check a body against a model; return nothing when it keeps to the contract."""
    try:
        model.model_validate(body)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
        escaped = escape_surrogates_in(dict(body))
        if any(error["type"] == "string_unicode" for error in errors) and escaped != body:
            # A lone surrogate in the name of an unknown key, which pydantic cannot read and a form sends escaped.
            return problems(model, escaped)
        return [Problem(dotted(error["loc"]), _reason(error)) for error in errors]
    return []


def unknown_keys(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every key that no model names, at every level."""
    if isinstance(value, WireModel):
        found: list[tuple[str | int, ...]] = [(*path, name) for name in value.unknown()]
        # Not every field: one that is required but missing has no value at all.
        for name in (name for name in type(value).model_fields if name in value.model_fields_set):
            found += unknown_keys(value.__dict__[name], (*path, name))
        return found
    if isinstance(value, list):
        return [key for index, item in enumerate(value) for key in unknown_keys(item, (*path, index))]
    return []


def _reason(error: ErrorDetails) -> str:
    reason = _REASONS.get(error["type"])
    facts = {name: f"{fact:g}" if isinstance(fact, float) else fact for name, fact in error.get("ctx", {}).items()}
    return reason.format(**facts) if reason else error["msg"]
