"""The judge of the odds: many simulated requests against the exact figures."""

from collections import Counter
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from random import Random
from statistics import NormalDist, fmean, pstdev
from typing import Any

import pytest

from orq_ui.routing import CacheEntry, Odds, Policy, Scenario, odds, route
from tests.complexity import untraced

PAIRS = 56
RUNS = 10_000
OUTSIDE_99 = 0.01
MODELS = ["x/a", "x/b", "x/c", "x/d"]
STATUSES = [400, 408, 422, 429, 500, 502, 503, 529]


def test_one_retry_by_hand() -> None:
    """A model that fails half the time and is asked three times fails an eighth of the time."""
    half = Scenario.model_validate({"default": {"latency_ms": 100, "faults": [{"status": 500, "probability": 0.5}]}})
    found = odds(Policy.from_body({"model": "x/a", "retry": {"count": 2}}), half)

    assert found.success == found.served["x/a"] == 0.875
    assert [(failure.status, failure.probability) for failure in found.failures] == [(500, 0.125)]
    assert found.attempts == found.calls["x/a"] == 1 + 0.5 + 0.25
    assert found.mean_ms == 1.75 * 100 + 0.5 * 1000 + 0.25 * 2000
    assert found.worst_ms == 300 + 1250 + 2500


def test_a_mix_by_hand() -> None:
    """A drawn model that fails 30 % of the time before a fallback that always works is served 35 % of the time."""
    body = {
        "load_balancer": {"models": [{"model": "x/a", "weight": 0.2}, {"model": "x/b", "weight": 0.2}]},
        "fallbacks": [{"model": "x/c"}],
    }
    scenario = Scenario.model_validate(
        {"models": {model: {"faults": [{"status": 503, "probability": 0.3}]} for model in ("x/a", "x/b")}}
    )

    assert odds(Policy.from_body(body), scenario).served == pytest.approx({"x/a": 0.35, "x/b": 0.35, "x/c": 0.3})


def test_a_hit_is_certain_and_free() -> None:
    """With the answer in the cache nothing can fail and nobody is called."""
    policy = Policy.from_body({"model": "x/a", "cache": {"type": "exact_match"}})
    down = Scenario.model_validate({"default": {"script": [500]}})
    found = odds(policy, down, cache=[CacheEntry(policy.key, 1, 60, "x/b")])

    assert found == Odds(1.0, {"x/b": 1.0}, (), 0.0, {}, 0.0, 0)


def test_script_positions_change_the_odds() -> None:
    """A script that has been played to its end no longer fails."""
    policy = Policy.from_body({"model": "x/a"})
    scenario = Scenario.model_validate({"models": {"x/a": {"script": [500, 500]}}})

    assert [odds(policy, scenario, positions={"x/a": at}).success for at in range(3)] == [0, 0, 1]


@dataclass(frozen=True)
class Compared:
    """One figure of one pair: how likely chance alone strays at least as far as the simulation did."""

    what: str
    p_value: float


def test_simulation_agrees_with_the_odds() -> None:
    """Over 56 pairs of 10,000 requests, every frequency and mean lies within its 99 % interval.

    The 99 % hold for all comparisons together (Bonferroni: each is held to 0.01 / their number). Each for itself,
    about one in a hundred may stray from its own 99 % interval; more than three in a hundred is a wrong formula.
    """
    with untraced():
        compared = [figure for number in range(PAIRS) for figure in judged(number)]
    worst = min(compared, key=lambda figure: figure.p_value)
    astray = sum(figure.p_value < OUTSIDE_99 for figure in compared)

    assert len(compared) > 5 * PAIRS
    assert worst.p_value >= OUTSIDE_99 / len(compared), worst
    assert astray <= 0.03 * len(compared)


def test_the_judge_notices_a_wrong_figure() -> None:
    """Two points beside the truth lie far outside the interval, so the judge has power."""
    assert of_count(7200, 0.70) < 1e-4
    assert of_count(7000, 0.70) > 0.9
    assert of_count(1, 0.0) == 0


def judged(number: int) -> list[Compared]:
    """Simulate a pair and compare success, who served, why it failed, calls and time."""
    policy, scenario = pair(Random(number))  # noqa: S311 - a repeatable choice of cases, no secret
    exact = odds(policy, scenario)
    served: Counter[str | None] = Counter()
    failed: Counter[int] = Counter()
    calls, times = [], []
    for run in range(RUNS):
        ledger = route(policy, scenario, number * RUNS + run)
        verdict = ledger.verdict
        served[verdict.served] += 1
        failed[verdict.status] += verdict.served is None
        calls.append(float(len(ledger.attempts)))
        times.append(float(verdict.total_ms))
    by_status: Counter[int] = Counter()
    for failure in exact.failures:
        by_status[failure.status] += failure.probability  # type: ignore[assignment]
    figures = [("success", of_count(RUNS - served[None], exact.success))]
    figures += [(f"served {model}", of_count(served[model], exact.served.get(model, 0))) for model in MODELS]
    figures += [(f"failed {status}", of_count(failed[status], by_status[status])) for status in STATUSES]
    figures += [("calls", of_mean(calls, exact.attempts)), ("time", of_mean(times, exact.mean_ms))]
    assert max(times) <= exact.worst_ms
    # A figure that cannot vary was compared exactly and would only dilute the correction.
    return [Compared(f"pair {number}: {what}", p_value) for what, p_value in figures if p_value != 1]


def of_count(hits: int, probability: float) -> float:
    """Return the exact two-sided binomial p-value of ``hits`` in RUNS."""
    if not 1e-12 < probability < 1 - 1e-12:
        return float(hits == round(probability * RUNS))
    start = exp(
        lgamma(RUNS + 1)
        - lgamma(hits + 1)
        - lgamma(RUNS - hits + 1)
        + hits * log(probability)
        + (RUNS - hits) * log(1 - probability)
    )
    below = above = term = start
    for k in range(hits, 0, -1):
        term *= k / (RUNS - k + 1) * (1 - probability) / probability
        below += term
    term = start
    for k in range(hits, RUNS):
        term *= (RUNS - k) / (k + 1) * probability / (1 - probability)
        above += term
    return min(1.0, 2 * min(below, above))


def of_mean(values: list[float], mean: float) -> float:
    """Return the two-sided p-value of a sample's mean, normal at this size."""
    spread = pstdev(values) / sqrt(len(values))
    if spread == 0:
        return float(values[0] == pytest.approx(mean))
    return 2 * NormalDist().cdf(-abs(fmean(values) - mean) / spread)


def pair(random: Random) -> tuple[Policy, Scenario]:
    """Draw a policy and a scenario: scripts, faults, repeated models, timeouts within the jitter, balancers."""
    body: dict[str, Any] = {
        "model": "x/a",
        "fallbacks": [{"model": random.choice(MODELS)} for _ in range(random.randrange(4))],
    }
    if random.random() < 0.7:
        body["retry"] = {"count": random.randint(1, 3)}
    if random.random() < 0.3:
        body["retry"] = {"count": 2, "on_codes": random.sample(STATUSES, 4)}
    if random.random() < 0.3:
        body["fallback_on_codes"] = random.sample(STATUSES, 4)
    if random.random() < 0.5:
        body["timeout"] = {"call_timeout": random.randint(200, 900)}
    if random.random() < 0.5:
        shares = [{"model": model, "weight": random.uniform(0.1, 1)} for model in random.sample(MODELS, 3)]
        body["load_balancer"] = {"type": "weight_based", "models": shares}
    models = {model: behaviour(random) for model in MODELS}
    unknown = ["x/d"] if random.random() < 0.2 else []
    return Policy.from_body(body), Scenario.model_validate({"models": models, "unknown": unknown})


def behaviour(random: Random) -> dict[str, Any]:
    statuses = random.sample(STATUSES, 3)
    return {
        "latency_ms": random.randint(100, 800),
        "jitter_ms": random.choice([0, 40, 700]),
        "script": [random.choice(["ok", 429, 500, 503]) for _ in range(random.choice([0, 0, 1, 3]))],
        "faults": [{"status": status, "probability": random.uniform(0.02, 0.3)} for status in statuses],
        "retry_after_s": random.choice([None, None, 0.5]),
    }
