"""Every lint rule by its id, with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from orq_ui.lint.context import Context
from orq_ui.lint.finding import Severity
from orq_ui.lint.fix import Fix
from orq_ui.routing import RULES as ROUTING
from orq_ui.routing.rules import weakest


@dataclass(frozen=True)
class Basis:
    """Where a rule comes from, and whether the vendor documents it."""

    source: str
    documented: bool


def router_basis(*rules: str) -> Basis:
    """Return the basis of the router's rules with these ids: of several, the one to be doubted most."""
    rule = weakest([ROUTING[name] for name in rules])
    return Basis(rule.source, rule.documented)


@dataclass(frozen=True)
class Hit:
    """What a rule finds at a place. ``severity`` and ``basis`` replace the rule's own where they differ."""

    path: str
    message: str
    fix: Fix | None = None
    severity: Severity | None = None
    basis: Basis | None = None


Check = Callable[[Context], Iterator[Hit]]


@dataclass(frozen=True)
class LintRule:
    """One rule: ``check`` yields a hit for each place that breaks it, and never raises."""

    id: str
    severity: Severity
    basis: Basis
    check: Check


_RULES: dict[str, LintRule] = {}
RULES = MappingProxyType(_RULES)


def rule(name: str, severity: Severity, basis: Basis) -> Callable[[Check], Check]:
    """Register a function as the rule of this id. Raises ValueError when the id is taken."""

    def register(check: Check) -> Check:
        if name in _RULES:
            raise ValueError(f"two lint rules are called {name}")
        _RULES[name] = LintRule(name, severity, basis, check)
        return check

    return register


ENDPOINT = router_basis("cache-ttl-given")
NEIGHBOURING_ENDPOINTS = router_basis("top-level-wins")
ASSUMPTION = Basis("nothing documented; our assumption", False)
MODEL_MAKER = Basis("the model's maker, on its own endpoints; nothing documented for this one", False)
