"""Every lint rule by its id, with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from orq_ui.lint.context import Case
from orq_ui.lint.finding import Severity
from orq_ui.lint.fix import Fix
from orq_ui.routing import RULES as ROUTING
from orq_ui.routing.rules import weakest


@dataclass(frozen=True)
class Basis:
    """Where a rule comes from, and whether the vendor documents it."""

    source: str
    documented: bool


def routed(*rules: str) -> Basis:
    """The basis of the router's rules with these ids: of several, the one to be doubted most."""
    rule = weakest([ROUTING[name] for name in rules])
    return Basis(rule.source, rule.documented)


@dataclass(frozen=True)
class Hit:
    """What a rule sees at a place. ``severity`` and ``basis`` stand in for the rule's own where they differ."""

    path: str
    message: str
    fix: Fix | None = None
    severity: Severity | None = None
    basis: Basis | None = None


Look = Callable[[Case], Iterator[Hit]]


@dataclass(frozen=True)
class LintRule:
    """One rule: ``look`` gives a hit for each place that breaks it, and never raises."""

    id: str
    severity: Severity
    basis: Basis
    look: Look


_RULES: dict[str, LintRule] = {}
RULES = MappingProxyType(_RULES)


def rule(name: str, severity: Severity, basis: Basis) -> Callable[[Look], Look]:
    """Register a function as the rule of this id. Raises ValueError when the id is taken."""

    def register(look: Look) -> Look:
        if name in _RULES:
            raise ValueError(f"two lint rules are called {name}")
        _RULES[name] = LintRule(name, severity, basis, look)
        return look

    return register


HERE = routed("cache-ttl-given")
NEIGHBOUR = routed("top-level-wins")
OURS = Basis("nothing documented; our assumption", False)
MAKER = Basis("the model's maker, on its own endpoints; nothing documented for this one", False)
