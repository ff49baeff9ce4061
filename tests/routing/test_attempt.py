"""One attempt: what is played agrees with the exact figures."""

from statistics import fmean

import pytest

from orq_ui.routing import Behaviour, Cause, Fault
from orq_ui.routing.attempt import (
    max_duration_ms,
    mean_duration_ms,
    outcome_probabilities,
    simulate_attempt,
)
from orq_ui.routing.rng import RandomDraws

STEPS = 20_000
CASES = [
    (0, 0, None),
    (400, 0, None),
    (400.6, 0, None),
    (400, 0, 300),
    (400, 100, None),
    (400, 100, 450),
    (400, 100, 300),
    (100, 300, None),
    (100, 300, 250.5),
    (1, 2.3, None),
    (0, 5, 2),
    (3, 3, 0),
]


@pytest.mark.parametrize(("latency", "jitter", "timeout"), CASES)
def test_mean_duration_is_exact(latency: float, jitter: float, timeout: float | None) -> None:
    """The mean equals a fine numeric integration over the latency draw, and no draw exceeds the longest."""
    behaviour = Behaviour(latency_ms=latency, jitter_ms=jitter)
    steps = STEPS if jitter else 1
    draws = [
        simulate_attempt(behaviour, 0, timeout, RandomDraws((step + 0.5) / steps, 0.5, 0.5)) for step in range(steps)
    ]
    late = sum(draw.cause is Cause.TIMEOUT for draw in draws) / steps
    exact = {chance.cause: chance.probability for chance in outcome_probabilities(behaviour, 0, timeout)}

    assert mean_duration_ms(behaviour, timeout) == pytest.approx(fmean(d.duration_ms for d in draws), abs=1e-2)
    assert exact.get(Cause.TIMEOUT, 0) == pytest.approx(late, abs=1e-3)
    assert max(draw.duration_ms for draw in draws) <= max_duration_ms(behaviour, timeout)


def test_chances_of_script_faults_and_timeouts_sum_to_one() -> None:
    """A timeout takes its part first, then the script decides, and beyond the script the faults."""
    behaviour = Behaviour(
        latency_ms=100,
        jitter_ms=100,
        script=(429,),
        faults=(Fault(status=500, probability=0.5), Fault(status=408, probability=0.25)),
    )
    scripted, free = outcome_probabilities(behaviour, 0, 150), outcome_probabilities(behaviour, 1, 150)

    assert {(c.status, c.cause): c.probability for c in scripted} == {
        (408, Cause.TIMEOUT): 0.25,
        (429, Cause.SCRIPT): 0.75,
    }
    assert {(c.status, c.cause): c.probability for c in free} == {
        (408, Cause.TIMEOUT): 0.25,
        (500, Cause.FAULT): 0.375,
        (408, Cause.FAULT): 0.1875,
        (200, Cause.OK): 0.1875,
    }
