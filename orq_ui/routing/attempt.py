"""One attempt at one model: simulated with random draws, or as the exact probability of every outcome."""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from orq_ui.routing.decision import OK, Cause
from orq_ui.routing.rng import RandomDraws
from orq_ui.routing.scenario import Behaviour

REQUEST_TIMEOUT = 408


class AttemptResult(NamedTuple):
    """How an attempt went; the duration is in whole milliseconds."""

    status: int
    cause: Cause
    duration_ms: int


class OutcomeProbability(NamedTuple):
    """An outcome and its probability."""

    status: int
    cause: Cause
    probability: float


def simulate_attempt(
    behaviour: Behaviour, position: int, timeout_ms: float | None, draws: RandomDraws
) -> AttemptResult:
    """Simulate the attempt at ``position`` of the script; past its end the faults happen by chance."""
    latency = drawn_latency_ms(behaviour, draws)
    if timeout_ms is not None and latency > timeout_ms:
        return AttemptResult(REQUEST_TIMEOUT, Cause.TIMEOUT, round_ms(timeout_ms))
    duration = round_ms(max(latency, 0))
    if position < len(behaviour.script):
        outcome = behaviour.script[position]
        return (
            AttemptResult(OK, Cause.OK, duration) if outcome == "ok" else AttemptResult(outcome, Cause.SCRIPT, duration)
        )
    left = draws.fault
    for fault in behaviour.faults:
        if left < fault.probability:
            return AttemptResult(fault.status, Cause.FAULT, duration)
        left -= fault.probability
    return AttemptResult(OK, Cause.OK, duration)


def drawn_latency_ms(behaviour: Behaviour, draws: RandomDraws) -> float:
    """Return how long an attempt takes if nothing stops it; below 0 counts as 0."""
    return behaviour.latency_ms + behaviour.jitter_ms * (2 * draws.latency - 1)


def outcome_probabilities(behaviour: Behaviour, position: int, timeout_ms: float | None) -> list[OutcomeProbability]:
    """Return every outcome that :func:`simulate_attempt` can have here; the probabilities sum to 1."""
    late = _timeout_probability(behaviour, timeout_ms)
    if position < len(behaviour.script):
        outcome = behaviour.script[position]
        status, cause = (OK, Cause.OK) if outcome == "ok" else (outcome, Cause.SCRIPT)
        in_time = [OutcomeProbability(status, cause, 1)]
    else:
        in_time = [OutcomeProbability(fault.status, Cause.FAULT, fault.probability) for fault in behaviour.faults]
        in_time.append(OutcomeProbability(OK, Cause.OK, max(0.0, 1 - sum(each.probability for each in in_time))))
    in_time = [each._replace(probability=each.probability * (1 - late)) for each in in_time]
    return [
        each for each in (OutcomeProbability(REQUEST_TIMEOUT, Cause.TIMEOUT, late), *in_time) if each.probability > 0
    ]


def mean_duration_ms(behaviour: Behaviour, timeout_ms: float | None) -> float:
    """Return the exact mean of a simulated duration, its rounding to whole milliseconds included."""
    low, high = behaviour.latency_ms - behaviour.jitter_ms, behaviour.latency_ms + behaviour.jitter_ms
    if low == high:
        return max_duration_ms(behaviour, timeout_ms)
    return (_integral(high, timeout_ms) - _integral(low, timeout_ms)) / (high - low)


def max_duration_ms(behaviour: Behaviour, timeout_ms: float | None) -> int:
    """Return the longest that an attempt can take."""
    high = behaviour.latency_ms + behaviour.jitter_ms
    return round_ms(high if timeout_ms is None else min(high, timeout_ms))


def round_ms(milliseconds: float) -> int:
    """Round to whole milliseconds, so that durations sum exactly; a half goes up."""
    return floor(milliseconds + 0.5)


def _timeout_probability(behaviour: Behaviour, timeout_ms: float | None) -> float:
    """Return the probability of a latency beyond the timeout."""
    if timeout_ms is None:
        return 0.0
    if behaviour.jitter_ms == 0:
        return float(behaviour.latency_ms > timeout_ms)
    beyond = behaviour.latency_ms + behaviour.jitter_ms - timeout_ms
    return min(max(beyond / (2 * behaviour.jitter_ms), 0.0), 1.0)


def _integral(until: float, timeout_ms: float | None) -> float:
    """Integrate the simulated duration over the drawn latency, from 0."""
    if until <= 0:
        return 0.0
    if timeout_ms is not None and until > timeout_ms:
        return _integral(timeout_ms, None) + round_ms(timeout_ms) * (until - timeout_ms)
    steps = round_ms(until)
    return steps * (steps - 1) / 2 + steps * (until + 0.5 - steps)
