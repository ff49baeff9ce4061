"""What the router does where a request says nothing; where the sources disagree, each reading can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from orq_ui.errors import InvalidInput
from orq_ui.routing.rules import RULES, Rule

T = TypeVar("T")

FAILURE_CODES = frozenset({408, 429, 500, 502, 503, 504, 529})
MAX_QUOTED = 60
"""Characters of a wrong name in an error."""


@dataclass(frozen=True)
class Default(Generic[T]):
    """A value and the rule it comes from, which says its source and whether it is documented."""

    value: T
    rule: Rule


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
        "cache_key": {
            "without-options": Default(False, RULES["cache-key-parts"]),
            "with-options": Default(True, RULES["cache-key-options"]),
        },
    }
)
"""By assumption: what can be read into the sources, where they say nothing or disagree."""


@dataclass(frozen=True)
class Defaults:
    """One reading of the documentation; those of :data:`ALTERNATIVE_READINGS` can be exchanged.

    ``retry_omitted`` counts retries when there is no ``retry`` at all. ``cache_key`` says whether the router options
    are part of the cache's key.
    """

    retry_count: Default[int] = Default(3, RULES["retry-count-default"])
    retry_omitted: Default[int] = ALTERNATIVE_READINGS["retry_omitted"]["none"]
    retry_codes: Default[frozenset[int]] = ALTERNATIVE_READINGS["retry_codes"]["newest"]
    fallback_codes: Default[frozenset[int]] = Default(FAILURE_CODES, RULES["fallback-codes-default"])
    cache_ttl_s: Default[float] = ALTERNATIVE_READINGS["cache_ttl_s"]["1800"]
    cache_key: Default[bool] = ALTERNATIVE_READINGS["cache_key"]["without-options"]
    weight: Default[float] = Default(0.5, RULES["balancer-weight-default"])

    @cached_property
    def name(self) -> str:
        """The nearest set with what differs from it: ``spec-2026-08+retry_omitted=two``. Read by :meth:`read`."""
        differing = {name: self.readings_unlike(known) for name, known in DEFAULTS.items()}
        nearest = min(differing, key=lambda name: len(differing[name]))
        return nearest + "".join(f"+{field}={choice}" for field, choice in sorted(differing[nearest].items()))

    @property
    def readings(self) -> dict[str, str]:
        """The name of the reading that counts, by assumption."""
        return {
            field: next(name for name, reading in readings.items() if reading == getattr(self, field))
            for field, readings in ALTERNATIVE_READINGS.items()
        }

    def readings_unlike(self, other: Defaults) -> dict[str, str]:
        """Return the readings that are not those of another set."""
        others = other.readings
        return {field: choice for field, choice in self.readings.items() if choice != others[field]}

    def with_readings(self, /, **choices: str) -> Defaults:
        """Return the set with other readings from :data:`ALTERNATIVE_READINGS`, such as ``retry_omitted="two"``."""
        changes: dict[str, Any] = {}
        for field, choice in choices.items():
            readings = _entry(ALTERNATIVE_READINGS, field, "defaults")
            changes[field] = _entry(readings, choice, f"defaults.{field}")
        return replace(self, **changes)

    @classmethod
    def read(cls, given: object) -> Defaults:
        """Read the name of a set, alone or with readings (``sdk-4.17+retry_omitted=two``), or the same as JSON.

        ``{"name": "sdk-4.17", "retry_omitted": "two"}``; without a name it is the first set. Raises ``InvalidInput``
        with the path of what does not exist.
        """
        if isinstance(given, str):
            name, *pairs = given.split("+")
            base, choices = _entry(DEFAULTS, name, "defaults"), dict(pair.partition("=")[::2] for pair in pairs)
        elif isinstance(given, Mapping):
            base = cls.read(str(given.get("name", DEFAULT_SET)))
            # JSON may say 3600 for "3600".
            choices = {field: str(choice) for field, choice in given.items() if field != "name"}
        else:
            raise InvalidInput("defaults", "must be a name or an object")
        return base.with_readings(**choices)


DEFAULT_SET = "spec-2026-08"
DEFAULTS: Mapping[str, Defaults] = MappingProxyType(
    {
        DEFAULT_SET: Defaults(),
        "sdk-4.17": Defaults(cache_ttl_s=ALTERNATIVE_READINGS["cache_ttl_s"]["3600"]),
    }
)
"""Named sets, by the document that they follow."""


def resolve_defaults(defaults: str | Defaults) -> Defaults:
    """Return a set by its name; a set stays as it is. Raises ``InvalidInput`` for an unknown name."""
    return defaults if isinstance(defaults, Defaults) else Defaults.read(defaults)


def _entry(known: Mapping[str, T], name: object, path: str) -> T:
    if not isinstance(name, str) or name not in known:
        raise InvalidInput(path, f"{str(name)[:MAX_QUOTED]!r} is none of {', '.join(known)}")
    return known[name]
