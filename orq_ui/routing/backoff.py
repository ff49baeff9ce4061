"""How long the router waits before it retries."""

from __future__ import annotations

from orq_ui.routing.attempt import round_ms
from orq_ui.routing.decision import Cause
from orq_ui.routing.scenario import Behaviour

BACKOFF_SPREAD = 0.25


def retry_after_ms(behaviour: Behaviour, cause: Cause) -> int | None:
    """Return the wait that the provider's Retry-After asks for: it comes with each of the model's own errors.

    A call that ran into the timeout has no answer that could ask for it.
    """
    if cause in (Cause.OK, Cause.TIMEOUT) or behaviour.retry_after_s is None:
        return None
    return round_ms(behaviour.retry_after_s * 1000)


def backoff_ms(retry: int, fraction: float) -> int:
    """Return the wait before retry 1, 2, 3 …; ``fraction`` is its place in the spread: 0 shortest, 1 longest."""
    return round_ms(1000 * 2 ** (retry - 1) * (1 + BACKOFF_SPREAD * (2 * fraction - 1)))
