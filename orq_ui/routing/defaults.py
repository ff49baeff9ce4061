"""What the router does where a request says nothing; the sources disagree, so the sets have names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from orq_ui.errors import InvalidInput
from orq_ui.routing.rules import RULES, Rule

T = TypeVar("T")

FAILURE_CODES = frozenset({408, 429, 500, 502, 503, 504, 529})


@dataclass(frozen=True)
class Default(Generic[T]):
    """A value and the rule it comes from, which says its source and whether it is documented."""

    value: T
    rule: Rule


@dataclass(frozen=True)
class Defaults:
    """One reading of the documentation. ``retry_omitted`` counts retries when there is no ``retry`` at all."""

    name: str
    retry_count: Default[int] = Default(3, RULES["retry-count-default"])
    retry_omitted: Default[int] = Default(0, RULES["retry-omitted-none"])
    retry_codes: Default[frozenset[int]] = Default(FAILURE_CODES, RULES["retry-codes-newest"])
    fallback_codes: Default[frozenset[int]] = Default(FAILURE_CODES, RULES["fallback-codes-default"])
    cache_ttl_s: Default[float] = Default(1800, RULES["cache-ttl-1800"])
    weight: Default[float] = Default(0.5, RULES["balancer-weight-default"])

    def with_readings(self, **choices: str) -> Defaults:
        """Return the set with other readings from :data:`ALTERNATIVE_READINGS`, such as ``retry_omitted="two"``."""
        changes: dict[str, Any] = {}
        for field, choice in choices.items():
            readings = ALTERNATIVE_READINGS.get(field, {})
            if choice not in readings:
                raise InvalidInput(f"defaults.{field}", f"{choice!r} is none of {sorted(readings)}")
            changes[field] = readings[choice]
        suffix = "".join(f"+{field}={choice}" for field, choice in sorted(choices.items()))
        return replace(self, name=self.name + suffix, **changes)


ALTERNATIVE_READINGS: Mapping[str, Mapping[str, Default[Any]]] = MappingProxyType(
    {
        "retry_omitted": {
            "none": Default(0, RULES["retry-omitted-none"]),
            "two": Default(2, RULES["retry-omitted-two"]),
        },
        "retry_codes": {
            "newest": Default(FAILURE_CODES, RULES["retry-codes-newest"]),
            "429-only": Default(frozenset({429}), RULES["retry-codes-429"]),
        },
        "cache_ttl_s": {
            "1800": Default(1800, RULES["cache-ttl-1800"]),
            "3600": Default(3600, RULES["cache-ttl-3600"]),
        },
    }
)
"""Other readings than those of a set, where the sources say nothing or disagree."""

DEFAULT_SET = "spec-2026-08"
DEFAULTS: Mapping[str, Defaults] = MappingProxyType(
    {
        DEFAULT_SET: Defaults(DEFAULT_SET),
        "sdk-4.17": Defaults("sdk-4.17", cache_ttl_s=Default(3600, RULES["cache-ttl-3600"])),
    }
)


def resolve_defaults(defaults: str | Defaults) -> Defaults:
    """Return a set by its name; a set stays as it is. Raises ``InvalidInput`` for an unknown name."""
    if isinstance(defaults, Defaults):
        return defaults
    if defaults not in DEFAULTS:
        raise InvalidInput("defaults", f"{defaults!r} is none of {sorted(DEFAULTS)}")
    return DEFAULTS[defaults]
