"""What holds for every policy, scenario and seed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.errors import InvalidInput
from orq_ui.routing import Decision, Policy, Scenario, odds, route

MODELS = ["x/a", "x/b", "x/c", "x/nope", "malformed"]
STATUSES = [400, 401, 403, 404, 408, 422, 429, 500, 503, 529]
NEVER = {400, 401, 403, 404}

codes = st.lists(st.sampled_from(STATUSES), max_size=5, unique=True)
entry = st.fixed_dictionaries({"model": st.sampled_from(MODELS)}, optional={"weight": st.floats(0.001, 1)})
options = st.fixed_dictionaries(
    {},
    optional={
        "retry": st.fixed_dictionaries({}, optional={"count": st.integers(0, 5), "on_codes": codes}),
        "fallbacks": st.lists(st.sampled_from(MODELS).map(lambda model: {"model": model}), max_size=4),
        "fallback_on_codes": codes,
        "cache": st.fixed_dictionaries({"type": st.just("exact_match")}, optional={"ttl": st.integers(1, 9000)}),
        "timeout": st.fixed_dictionaries({"call_timeout": st.floats(1, 1500)}),
        "load_balancer": st.fixed_dictionaries(
            {"type": st.just("weight_based"), "models": st.lists(entry, max_size=3)}
        ),
    },
)
bodies = st.builds(
    lambda model, top, nested: {"model": model, **top, "orq": nested}, st.sampled_from(MODELS), options, options
)
outcomes = st.one_of(st.just("ok"), st.sampled_from(STATUSES))
faults = st.lists(
    st.fixed_dictionaries({"status": st.sampled_from(STATUSES), "probability": st.floats(0, 0.25)}), max_size=4
)
behaviours = st.fixed_dictionaries(
    {},
    optional={
        "latency_ms": st.floats(0, 2000),
        "jitter_ms": st.floats(0, 2000),
        "script": st.lists(outcomes, max_size=4),
        "faults": faults,
        "retry_after_s": st.floats(0, 9),
        "payload": st.just("reset"),
    },
)
scenarios = st.fixed_dictionaries(
    {"unknown": st.just(["x/nope"])},
    optional={
        "models": st.dictionaries(st.sampled_from(MODELS[:3]), behaviours),
        "default": behaviours,
        "cached_age_s": st.floats(0, 9000),
    },
).map(Scenario.model_validate)
many = settings(max_examples=120, deadline=None, derandomize=True, database=None)


@many
@given(body=bodies, scenario=scenarios, seed=st.integers())
def test_a_ledger_adds_up(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """Attempts stay in their limits, times add up exactly, and the decisions lead from row to row."""
    policy = Policy.from_body(body)
    ledger = route(policy, scenario, seed)
    clock = 0

    assert len(ledger.attempts) <= (1 + policy.retries.value) * (1 + len(policy.fallbacks.value))
    for row in ledger.attempts:
        assert row.started_ms == clock
        assert 1 <= row.number <= row.most == policy.retries.value + 1
        assert row.waited_ms == 0 or row.decision is Decision.RETRY
        clock += row.duration_ms + row.waited_ms
    assert ledger.verdict.total_ms == clock
    assert [row.decision for row in ledger.attempts if row.status in NEVER] == [Decision.GIVE_UP] * sum(
        row.status in NEVER for row in ledger.attempts
    )
    for row, after in zip(ledger.attempts, ledger.attempts[1:], strict=False):
        same = (row.hop, row.model, row.number + 1) == (after.hop, after.model, after.number)
        assert same if row.decision is Decision.RETRY else (row.hop + 1, 1) == (after.hop, after.number)


@many
@given(body=bodies, scenario=scenarios, seed=st.integers())
def test_the_same_input_gives_the_same_bytes(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """A ledger's JSON is a function of body, scenario and seed, whatever the order of the body's keys."""
    shuffled = dict(reversed(list(body.items())))
    text = route(Policy.from_body(body), scenario, seed).to_json()

    assert text == route(Policy.from_body(shuffled), scenario, seed).to_json()
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) == text


@many
@given(body=bodies, scenario=scenarios, seed=st.integers(0, 10**6))
def test_odds_add_up_and_bound_every_ledger(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """Served and failed sum to 1, calls to attempts, and a ledger never shows what the odds call impossible."""
    policy = Policy.from_body(body)
    expected, ledger = odds(policy, scenario), route(policy, scenario, seed)
    failed = {(failure.status): failure.probability for failure in expected.failures}

    assert expected.success + sum(f.probability for f in expected.failures) == pytest.approx(1)
    assert sum(expected.served.values()) == pytest.approx(expected.success)
    assert sum(expected.calls.values()) == pytest.approx(expected.attempts)
    assert expected.mean_ms <= expected.worst_ms + 1e-6
    assert ledger.verdict.total_ms <= expected.worst_ms
    assert ledger.verdict.served in expected.served or ledger.verdict.status in failed


@many
@given(junk=st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3), st.lists))
@pytest.mark.parametrize("option", ["model", "orq", "retry", "fallbacks", "cache", "timeout", "load_balancer", "n"])
def test_junk_is_read_or_named(option: str, junk: object) -> None:
    """Whatever stands in a body's place, it is read or refused with its path; nothing else is raised."""
    for body in ({option: junk}, {"orq": {option: junk}}, {option: {"count": junk, "models": junk, "ttl": junk}}):
        path = unreadable(body)

        assert path is None or path.removeprefix("orq.").startswith(option)


def unreadable(body: dict[str, Any]) -> str | None:
    """Play a body to the end; the path of what could not be read, if something could not."""
    try:
        ledger = route(Policy.from_body({"model": "x/a", **body}), Scenario())
    except InvalidInput as refusal:
        return refusal.path
    return None if ledger.to_json() else ""
