"""The longest way that a policy can lead through the router, whatever the models do."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.routing.backoff import backoff_ms
from orq_ui.routing.decision import FINAL_CODES
from orq_ui.routing.policy import Policy


@dataclass(frozen=True)
class WorstCase:
    """The most provider calls that one request can lead to, and the longest backoffs between them, in ms."""

    attempts: int
    backoffs_ms: int

    def total_ms(self, call_timeout_ms: float) -> float:
        """Return how long it takes when every attempt runs into the timeout. A Retry-After could add to it."""
        return self.attempts * call_timeout_ms + self.backoffs_ms


def worst_case(policy: Policy) -> WorstCase:
    """Count every retry at every model, where a status can lead there."""
    retries = policy.retries.value if _leads_on(policy.retry_codes.value) else 0
    models = 1 + (len(policy.fallbacks.value) if _leads_on(policy.fallback_codes.value) else 0)
    backoffs_ms = sum(backoff_ms(retry, 1) for retry in range(1, retries + 1))
    return WorstCase(models * (1 + retries), models * backoffs_ms)


def _leads_on(codes: frozenset[int]) -> bool:
    return any(400 <= code <= 599 and code not in FINAL_CODES for code in codes)
