"""One attempt at one model: played with drawn luck, or as the exact chances of every outcome."""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from orq_ui.routing.decision import OK, Cause
from orq_ui.routing.rng import Luck
from orq_ui.routing.scenario import Behaviour

TIMED_OUT = 408
TOO_MANY = 429
BACKOFF_SPREAD = 0.25


class Played(NamedTuple):
    """How an attempt went, in whole milliseconds."""

    status: int
    cause: Cause
    duration_ms: int


class Chance(NamedTuple):
    """An outcome and its probability."""

    status: int
    cause: Cause
    probability: float


def play(behaviour: Behaviour, position: int, timeout_ms: float | None, luck: Luck) -> Played:
    """Play the attempt at ``position`` of the script; past its end the faults have their chance."""
    latency = behaviour.latency_ms + behaviour.jitter_ms * (2 * luck.latency - 1)
    if timeout_ms is not None and latency > timeout_ms:
        return Played(TIMED_OUT, Cause.TIMEOUT, rounded(timeout_ms))
    duration = rounded(max(latency, 0))
    if position < len(behaviour.script):
        outcome = behaviour.script[position]
        return Played(OK, Cause.OK, duration) if outcome == "ok" else Played(outcome, Cause.SCRIPT, duration)
    left = luck.fault
    for fault in behaviour.faults:
        if left < fault.probability:
            return Played(fault.status, Cause.FAULT, duration)
        left -= fault.probability
    return Played(OK, Cause.OK, duration)


def chances(behaviour: Behaviour, position: int, timeout_ms: float | None) -> list[Chance]:
    """Every outcome that :func:`play` can give here; the probabilities sum to 1."""
    late = _late(behaviour, timeout_ms)
    if position < len(behaviour.script):
        outcome = behaviour.script[position]
        at_once = [Chance(OK, Cause.OK, 1) if outcome == "ok" else Chance(outcome, Cause.SCRIPT, 1)]
    else:
        at_once = [Chance(fault.status, Cause.FAULT, fault.probability) for fault in behaviour.faults]
        at_once.append(Chance(OK, Cause.OK, max(0.0, 1 - sum(chance.probability for chance in at_once))))
    found = [chance._replace(probability=chance.probability * (1 - late)) for chance in at_once]
    return [chance for chance in (Chance(TIMED_OUT, Cause.TIMEOUT, late), *found) if chance.probability > 0]


def mean_duration_ms(behaviour: Behaviour, timeout_ms: float | None) -> float:
    """The exact mean of a played duration, its rounding to whole milliseconds included."""
    low, high = behaviour.latency_ms - behaviour.jitter_ms, behaviour.latency_ms + behaviour.jitter_ms
    if low == high:
        return longest_ms(behaviour, timeout_ms)
    return (_area(high, timeout_ms) - _area(low, timeout_ms)) / (high - low)


def longest_ms(behaviour: Behaviour, timeout_ms: float | None) -> int:
    """The longest that an attempt can take."""
    high = behaviour.latency_ms + behaviour.jitter_ms
    return rounded(high if timeout_ms is None else min(high, timeout_ms))


def retry_after_ms(behaviour: Behaviour, status: int) -> int | None:
    """What the provider's Retry-After asks for: it comes with a 429 only."""
    return (
        rounded(behaviour.retry_after_s * 1000) if status == TOO_MANY and behaviour.retry_after_s is not None else None
    )


def backoff_ms(retry: int, place: float) -> int:
    """The wait before retry 1, 2, 3 …; ``place`` from 0 to 1 lies in the spread, 0.5 is the middle."""
    return rounded(1000 * 2 ** (retry - 1) * (1 + BACKOFF_SPREAD * (2 * place - 1)))


def rounded(milliseconds: float) -> int:
    """Whole milliseconds, so that durations sum exactly; a half goes up."""
    return floor(milliseconds + 0.5)


def _late(behaviour: Behaviour, timeout_ms: float | None) -> float:
    """The probability of a latency beyond the timeout."""
    if timeout_ms is None:
        return 0.0
    if behaviour.jitter_ms == 0:
        return float(behaviour.latency_ms > timeout_ms)
    beyond = behaviour.latency_ms + behaviour.jitter_ms - timeout_ms
    return min(max(beyond / (2 * behaviour.jitter_ms), 0.0), 1.0)


def _area(until: float, timeout_ms: float | None) -> float:
    """The integral from 0 of the played duration over the drawn latency."""
    if until <= 0:
        return 0.0
    if timeout_ms is not None and until > timeout_ms:
        return _area(timeout_ms, None) + rounded(timeout_ms) * (until - timeout_ms)
    steps = rounded(until)
    return steps * (steps - 1) / 2 + steps * (until + 0.5 - steps)
