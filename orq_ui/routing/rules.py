"""Every rule of the router that is simulated here, each with its source and whether the vendor documents it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Rule:
    """A rule with its source; ``documented`` is false for our own assumptions, ``disputed`` where sources disagree."""

    id: str
    text: str
    documented: bool
    source: str
    disputed: bool = False


_ALL = TypeAdapter(list[Rule]).validate_json(Path(__file__).with_suffix(".json").read_bytes())
RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _ALL})


def weakest(rules: Iterable[Rule]) -> Rule:
    """Return the rule for which a decision should be doubted: an assumption, else a disputed one, else the first."""
    return min(rules, key=lambda rule: (rule.documented, not rule.disputed))
