"""What the contract refuses, and what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, dotted, fields_of, unknown_keys
from orq_ui.lint.context import Context
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import parse_path, quote
from orq_ui.lint.registry import ASSUMPTION, ENDPOINT, Hit, rule

_INTEGERS = frozenset({"fallback_on_codes"})
"""Of these the description says integer; of the other counts and statuses it says number."""
_ONLY_NESTED = ("prompt", "identity", "contact")
_FIELDS = {member.path: member for top in fields_of(ImageVariationRequest) for member in top.walk()}


@rule("contract", "error", ENDPOINT)
def contract(context: Context) -> Iterator[Hit]:
    """Find values that are out of range, of the wrong type, or missing."""
    for problem in context.request.problems():
        path = parse_path(problem.path)
        hit = Hit(problem.path, f"{problem}.", _corrected(context, path))
        yield replace(hit, severity="warning", basis=ASSUMPTION) if _is_assumed(path, context.at(path)) else hit


@rule("unknown-key", "info", ENDPOINT)
def unknown_key(context: Context) -> Iterator[Hit]:
    """Find keys that the contract does not name; they are sent."""
    for path in unknown_keys(context.request):
        right = _intended_path(path)
        hint = f"; {dotted(right)} may be meant" if right else ""
        message = f"The contract has no {quote(dotted(path))}{hint}; it is sent as it is."
        yield Hit(dotted(path), message, _moved(context, path, right))


def _corrected(context: Context, path: Path) -> Fix | None:
    """Make the fix with the nearest value that the contract allows, where there is just one."""
    field, value = _FIELDS.get(_names(path)), context.at(path)
    if field is None or isinstance(path[-1], int):
        return None
    if value is None:
        is_null = not field.required and path[-1] in (context.at(path[:-1]) or {})
        return Fix("Leave it out", (Edit(path, REMOVE),)) if is_null else None
    if field.is_number and isinstance(value, int | float) and not isinstance(value, bool):
        nearest = _exceeded(field, value)
        if nearest is None and _has_fraction(value) and value % 1 != 0.5:
            nearest = round(value)
        return None if nearest is None else Fix(f"Use {nearest:,g}", (Edit(path, nearest),))
    return None


def _exceeded(field: Field, value: float) -> float | None:
    """Return the limit that a number is beyond; None for a number within its limits."""
    if field.minimum is not None and value < field.minimum:
        return field.minimum
    return field.maximum if field.maximum is not None and value > field.maximum else None


def _has_fraction(value: object) -> bool:
    return isinstance(value, float) and isfinite(value) and not value.is_integer()


def _is_assumed(path: Path, value: Any) -> bool:
    """Return whether a value is refused only for its fraction, and only by our reading of the description."""
    field = _FIELDS.get(_names(path))
    if field is None or field.kind not in (Kind.INTEGER, Kind.CODES) or field.name in _INTEGERS:
        return False
    return _has_fraction(value) and _exceeded(field, value) is None


def _names(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _intended_path(path: Path) -> Path | None:
    """Return the field that a key means: spelled in camel case as in TypeScript, or outside of ``orq``."""
    name = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", str(path[-1])).lower()
    right = ("orq", name) if len(path) == 1 and name in _ONLY_NESTED else (*path[:-1], name)
    return right if _names(right) in _FIELDS and right != path else None


def _moved(context: Context, path: Path, right: Path | None) -> Fix | None:
    if right is None or context.at(right) is not None or not isinstance(context.at(right[:-1]) or {}, dict):
        return None
    fix = Fix("Use the contract's name", (Edit(path, REMOVE), Edit(right, context.at(path))))
    fixed = type(context.request).as_is(fix.apply(context.body))
    # Under its right name the value is checked for the first time.
    return fix if len(fixed.problems()) <= len(context.request.problems()) else None
