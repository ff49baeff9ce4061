"""What the contract refuses, and what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, dotted, fields_of, unknown_keys
from orq_ui.lint.context import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import quoted, steps
from orq_ui.lint.registry import HERE, OURS, Hit, rule

_INTEGERS = frozenset({"fallback_on_codes"})
"""Of these the description says integer; of the other counts and statuses it says number."""
_ONLY_NESTED = ("prompt", "identity", "contact")
_FIELDS = {member.path: member for top in fields_of(ImageVariationRequest) for member in top.walk()}


@rule("contract", "error", HERE)
def contract(case: Case) -> Iterator[Hit]:
    """A value out of range, of the wrong type, or missing."""
    for problem in case.request.problems():
        path = steps(problem.path)
        hit = Hit(problem.path, f"{problem}.", _mended(case, path))
        yield replace(hit, severity="warning", basis=OURS) if _is_assumed(path, case.at(path)) else hit


@rule("unknown-key", "info", HERE)
def unknown_key(case: Case) -> Iterator[Hit]:
    """A key that is sent although the contract has none of this name."""
    for path in unknown_keys(case.request):
        right = _meant(path)
        hint = f"; {dotted(right)} may be meant" if right else ""
        said = f"The contract has no {quoted(dotted(path))}{hint}; it is sent as it is."
        yield Hit(dotted(path), said, _moved(case, path, right))


def _mended(case: Case, path: Path) -> Fix | None:
    """The nearest value that the contract allows, where there is just one."""
    field, value = _FIELDS.get(_names(path)), case.at(path)
    if field is None or isinstance(path[-1], int):
        return None
    if value is None:
        is_null = not field.required and path[-1] in (case.at(path[:-1]) or {})
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


def _meant(path: Path) -> Path | None:
    """The field that a key stands for: spelled in camel case as in TypeScript, or outside of ``orq``."""
    name = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", str(path[-1])).lower()
    right = ("orq", name) if len(path) == 1 and name in _ONLY_NESTED else (*path[:-1], name)
    return right if _names(right) in _FIELDS and right != path else None


def _moved(case: Case, path: Path, right: Path | None) -> Fix | None:
    if right is None or case.at(right) is not None or not isinstance(case.at(right[:-1]) or {}, dict):
        return None
    fix = Fix("Use the contract's name", (Edit(path, REMOVE), Edit(right, case.at(path))))
    fixed = type(case.request).as_is(fix.apply(case.body))
    # Under its right name the value is checked for the first time.
    return fix if len(fixed.problems()) <= len(case.request.problems()) else None
