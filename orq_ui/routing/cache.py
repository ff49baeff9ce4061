"""The router's cache as far as routing needs it: exact keys, ages, and why a lookup missed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from orq_ui.json_safety import whole_numbers
from orq_ui.routing.rules import RULES, Rule

_DEFAULTS = {"n": 1, "response_format": "url", "size": "1024x1024"}
_NOT_PARAMETERS = frozenset(
    {"image", "model", "orq", "name", "retry", "fallbacks", "fallback_on_codes", "cache", "load_balancer", "timeout"}
)


@dataclass(frozen=True)
class CacheKey:
    """What must be equal for a hit: pairs of a field's path and its value as canonical JSON, sorted by path.

    ``rule`` says what belongs to it.
    """

    fields: tuple[tuple[str, str], ...]
    rule: Rule = field(default=RULES["cache-key-parts"], compare=False)

    @classmethod
    def from_body(
        cls, body: Mapping[str, object], model: str, picture: str, options: Mapping[str, object] | None = None
    ) -> CacheKey:
        """Make the key of a body; ``picture`` is the SHA-256 of the uploaded bytes, in hex.

        ``options`` are the router options as they count, by path, where they belong to the key.
        """
        parameters = {name: value for name, value in body.items() if name not in _NOT_PARAMETERS and value is not None}
        orq = body.get("orq")
        if isinstance(orq, Mapping) and orq.get("prompt") is not None:
            parameters["orq.prompt"] = orq["prompt"]
        parameters = _DEFAULTS | parameters | {"model": model, "image": picture} | dict(options or {})
        rule = RULES["cache-key-parts" if options is None else "cache-key-options"]
        return cls(tuple(sorted((name, _canonical_json(value)) for name, value in parameters.items())), rule)

    @property
    def digest(self) -> str:
        """SHA-256 of the key, in hex."""
        return hashlib.sha256(json.dumps(self.fields).encode()).hexdigest()

    def differing_fields(self, other: CacheKey) -> tuple[str, ...]:
        """Return the paths at which two keys differ, sorted."""
        return tuple(sorted({name for name, _ in set(self.fields) ^ set(other.fields)}))


@dataclass(frozen=True)
class CacheEntry:
    """A response in the cache: its key, its age, how long it lives, and the model that gave it.

    ``seed`` is that of the request that it answered first, None where no request did: a warm scenario invents it.
    """

    key: CacheKey
    age_s: float
    ttl_s: float
    model: str
    seed: int | None = None

    @property
    def fresh(self) -> bool:
        """Whether it may still be served."""
        return self.age_s < self.ttl_s


class CacheOutcome(StrEnum):
    """How a lookup ended."""

    OFF = "off"
    HIT = "hit"
    MISS = "miss"
    EXPIRED = "expired"


@dataclass(frozen=True)
class CacheLookup:
    """A lookup and the rule behind it. ``differs`` holds, on a miss, the fields unlike those of the nearest key.

    ``age_s``, ``ttl_s``, ``model`` and ``seed`` are the entry's on a hit and when it expired; on a miss ``ttl_s`` is
    the new response's.
    ``reason`` is the lookup in a sentence, in a ledger.
    """

    outcome: CacheOutcome
    rule: Rule
    also: tuple[Rule, ...] = ()
    age_s: float | None = None
    ttl_s: float | None = None
    differs: tuple[str, ...] = ()
    model: str | None = None
    seed: int | None = None
    reason: str = ""


CACHE_OFF = CacheLookup(CacheOutcome.OFF, RULES["cache-off"])


def look_up(key: CacheKey, ttl_s: float, ttl_rule: Rule, stored: Iterable[CacheEntry]) -> CacheLookup:
    """Look for the youngest response with this key: a hit if it is fresh, else why there is none."""
    entries = sorted(stored, key=lambda entry: entry.age_s)
    equal = next((entry for entry in entries if entry.key == key), None)
    also: tuple[Rule, ...] = (key.rule, RULES["cache-first"])
    if equal is not None and equal.fresh:
        return _found(CacheOutcome.HIT, RULES["cache-exact"], also, equal)
    also = (ttl_rule, *also, RULES["cache-only-successes"])
    if equal is not None:
        return _found(CacheOutcome.EXPIRED, RULES["cache-expiry"], also, equal)
    differs = min((key.differing_fields(entry.key) for entry in entries), key=len, default=())
    return CacheLookup(CacheOutcome.MISS, RULES["cache-exact"], also, ttl_s=ttl_s, differs=differs)


def _found(outcome: CacheOutcome, rule: Rule, also: tuple[Rule, ...], entry: CacheEntry) -> CacheLookup:
    return CacheLookup(
        outcome=outcome,
        rule=rule,
        also=also,
        age_s=entry.age_s,
        ttl_s=entry.ttl_s,
        model=entry.model,
        seed=entry.seed,
    )


def _canonical_json(value: object) -> str:
    # Clients spell the same number as 2 and as 2.0.
    return json.dumps(whole_numbers(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=repr)
