"""The ledger of one request: every decision of the router with the rule behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from orq_ui.routing.cache import CacheLookup, CacheOutcome
from orq_ui.routing.decision import Cause, Decision
from orq_ui.routing.policy import Policy, Share
from orq_ui.routing.rules import Rule
from orq_ui.routing.scenario import PayloadFault
from orq_ui.routing.serialization import canonical_json, cited_rules, rules_by_id, to_json_value


@dataclass(frozen=True)
class Draw:
    """The load balancer's draw: ``number`` from 0 to 1 falls into the drawn model's part of the shares."""

    number: float
    model: str
    shares: tuple[Share, ...]
    rule: Rule
    reason: str
    also: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One provider call: number ``number`` of at most ``most`` at this model, ``hop`` 0 for the first model.

    Times are whole milliseconds from the start of the request; ``waited_ms`` is the wait after this attempt.
    ``reason`` says in a sentence how ``rule`` led to the decision in this case.
    ``also`` are the rules that shaped the row beside the one that decided it. ``payload`` is the fault of the
    response's body and changes no decision.
    """

    model: str
    number: int
    started_ms: int
    duration_ms: int
    status: int
    waited_ms: int
    decision: Decision
    rule: Rule
    reason: str
    most: int
    hop: int
    cause: Cause
    also: tuple[Rule, ...] = ()
    retry_after_ms: int | None = None
    payload: PayloadFault | None = None


class Difference(StrEnum):
    """Why the model that answered is not the requested one."""

    NONE = "none"
    BALANCER = "balancer"
    FALLBACK = "fallback"
    CACHE = "cache"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the request ended. ``drawn`` is None without a load balancer, ``served`` None when no model answered.

    ``retry_after_ms`` is what a final error passes on to the client.
    """

    requested: str
    drawn: str | None
    served: str | None
    difference: Difference
    status: int
    total_ms: int
    rule: Rule
    reason: str
    also: tuple[Rule, ...] = ()
    retry_after_ms: int | None = None


@dataclass(frozen=True)
class Ledger:
    """Everything that happened to one request. Same policy, scenario, seed and cache: the same ledger."""

    seed: int
    policy: Policy
    cache: CacheLookup
    draw: Draw | None
    attempts: tuple[Attempt, ...]
    verdict: Verdict

    @property
    def calls(self) -> dict[str, int]:
        """Provider calls by model: how far each model's script has moved on."""
        return dict(Counter(attempt.model for attempt in self.attempts))

    @property
    def payload(self) -> PayloadFault | None:
        """The fault of the response's body, if there is one."""
        return self.attempts[-1].payload if self.attempts else None

    @property
    def kept(self) -> bool:
        """Whether the response goes into the cache, under ``policy.key`` for ``policy.cache_ttl_s``."""
        asked = self.cache.outcome in (CacheOutcome.MISS, CacheOutcome.EXPIRED)
        return asked and self.verdict.served is not None and self.payload is None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that the ledger cites, by id."""
        return cited_rules((self.policy.options(), self.cache, self.draw, self.attempts, self.verdict))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values: the policy with origins, each row with its rule's id, the cited rules in full."""
        policy = {"model": self.policy.model, "defaults": self.policy.defaults, "key": self.policy.key.digest}
        return {
            "seed": self.seed,
            "policy": policy | to_json_value(self.policy.options()),
            "cache": to_json_value(self.cache) | {"kept": self.kept},
            "draw": to_json_value(self.draw),
            "attempts": to_json_value(self.attempts),
            "verdict": to_json_value(self.verdict),
            "rules": rules_by_id(self.rules),
        }

    def to_json(self) -> str:
        """Return canonical JSON, ASCII only: equal ledgers are equal texts."""
        return canonical_json(self.to_dict())
