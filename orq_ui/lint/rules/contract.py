"""What the contract refuses, and what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.api import ImageVariationRequest, Kind, dotted, fields_of, unknown_keys
from orq_ui.lint.context import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import quoted, steps
from orq_ui.lint.registry import HERE, Hit, rule

_ONLY_NESTED = ("prompt", "identity", "contact")
_FIELDS = {member.path: member for top in fields_of(ImageVariationRequest) for member in top.walk()}


@rule("contract", "error", HERE)
def contract(case: Case) -> Iterator[Hit]:
    """A value out of range, of the wrong type, or missing."""
    for problem in case.request.problems():
        yield Hit(problem.path, f"{problem}.", _mended(case, steps(problem.path)))


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
    if field.kind is Kind.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        low, high = field.minimum, field.maximum
        limit = low if low is not None and value < low else high if high is not None and value > high else None
        return None if limit is None else Fix(f"Use {limit:,g}", (Edit(path, limit),))
    return None


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
