"""The names that code binds, by the function and the branch that they are bound in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Branch = tuple[int, ...]
"""The branches and loops that a statement is in, from the outermost."""


@dataclass
class Scope:
    """The names of a module, a function or a class, and the branch that each was bound in."""

    outer: Scope | None = None
    names: dict[str, Any] = field(default_factory=dict)
    branches: dict[str, Branch] = field(default_factory=dict)

    def of(self, name: str) -> Scope | None:
        """Return the scope that a name is looked up in, or None for a name that is not bound."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope

    def is_sure(self, name: str, branch: Branch) -> bool:
        """Return whether what is done in a branch to a name is done whenever the name is bound."""
        scope = self.of(name)
        bound = () if scope is None else scope.branches.get(name, ())
        return bound[: len(branch)] == branch
