"""What the contract refuses, and what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.api import dotted, unknown_keys
from orq_ui.api.fields import fields_of
from orq_ui.api.request import ImageVariationRequest
from orq_ui.lint.case import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.registry import HERE, Hit, rule
from orq_ui.lint.wording import quoted

_ONLY_NESTED = ("prompt", "identity", "contact")
_KNOWN = frozenset(member.path for top in fields_of(ImageVariationRequest) for member in top.walk())


@rule("contract", "error", HERE)
def contract(case: Case) -> Iterator[Hit]:
    """A value out of range, of the wrong type, or missing."""
    for problem in case.request.problems():
        yield Hit(problem.path, f"{problem}.")


@rule("unknown-key", "info", HERE)
def unknown_key(case: Case) -> Iterator[Hit]:
    """A key that is sent although the contract has none of this name."""
    for path in unknown_keys(case.request):
        right = _meant(path)
        hint = f"; {dotted(right)} may be meant" if right else ""
        said = f"The contract has no {quoted(dotted(path))}{hint}; it is sent as it is."
        yield Hit(dotted(path), said, _moved(case, path, right))


def _meant(path: Path) -> Path | None:
    """The field that a key stands for: spelled in camel case as in TypeScript, or outside of ``orq``."""
    name = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", str(path[-1])).lower()
    right = ("orq", name) if len(path) == 1 and name in _ONLY_NESTED else (*path[:-1], name)
    known = tuple(step for step in right if isinstance(step, str)) in _KNOWN
    return right if known and right != path else None


def _moved(case: Case, path: Path, right: Path | None) -> Fix | None:
    if right is None or case.at(right) is not None or not isinstance(case.at(right[:-1]) or {}, dict):
        return None
    fix = Fix("Use the contract's name", (Edit(path, REMOVE), Edit(right, case.at(path))))
    fixed = type(case.request).as_is(fix.apply(case.body))
    # Under its right name the value is checked for the first time.
    return fix if len(fixed.problems()) <= len(case.request.problems()) else None
