"""What would have saved a request."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest
from orq_ui.json_edits import Edit, apply_edits
from orq_ui.routing import BUILT_IN_SCENARIOS, Change, Policy, Scenario, advise, odds, route
from orq_ui.routing.advice import Search
from orq_ui.routing.option_changes import TIMEOUT_STEP_MS
from tests import strategies as requests
from tests.routing.test_properties import MODELS, bodies, scenarios

A, B, C = "x/a", "x/b", "x/c"
ONE = {"fallbacks": [{"model": B}]}
BROKEN = {"faults": [{"status": 503, "probability": 1}]}


def saved(body: dict[str, Any], models: dict[str, Any], seed: int = 0, **scenario: Any) -> tuple[Change, ...]:
    played = Scenario.model_validate({"models": models, **scenario})
    return advise(Policy.from_body({"model": A, **body}), played, seed)


def sentences(found: tuple[Change, ...]) -> list[str]:
    return [change.sentence for change in found]


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(body=bodies, scenario=scenarios, seed=st.integers(0, 999))
def test_every_change_is_confirmed_by_the_router(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """The edited body succeeds with the same seed, as said, with the odds that are said; a success needs nothing."""
    policy = Policy.from_body(body)
    found = advise(policy, scenario, seed, [*MODELS, "x/new"])

    assert not found or route(policy, scenario, seed).verdict.served is None
    for change in found:
        changed = Policy.from_body(apply_edits(body, change.edits))
        ledger = route(changed, scenario, seed)

        assert (ledger.verdict.served, ledger.verdict.total_ms) == (change.served, change.total_ms)
        assert len(ledger.attempts) == change.calls
        assert change.odds_before == odds(policy, scenario).success
        assert change.odds_after == odds(changed, scenario).success > 0


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(body=bodies, scenario=scenarios, seed=st.integers(0, 999))
def test_no_smaller_change_would_do(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """One retry fewer or a timeout 100 ms shorter ends in failure, and so does either half of a pair."""
    for change in advise(Policy.from_body(body), scenario, seed, [*MODELS, "x/new"]):
        for place, edit in enumerate(change.edits):
            smaller = None
            if edit.path[-1] == "count" and edit.value > 1:
                smaller = edit.value - 1
            if edit.path[-1] == "call_timeout":
                smaller = edit.value - TIMEOUT_STEP_MS
            if smaller is None or smaller < 1:
                continue
            edits = [*change.edits[:place], Edit(edit.path, smaller), *change.edits[place + 1 :]]

            assert not succeeds(apply_edits(body, edits), scenario, seed), change.sentence
        if " and " in change.sentence and len(change.edits) == 2:
            assert not any(succeeds(apply_edits(body, [edit]), scenario, seed) for edit in change.edits)


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(body=bodies, scenario=scenarios, seed=st.integers(0, 999))
def test_a_single_change_that_helps_is_found(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """Where nothing or two changes at once are offered, no single number, status or fallback would have done."""
    policy = Policy.from_body(body)
    found = advise(policy, scenario, seed, ["x/new"])
    if succeeds(body, scenario, seed) or any(" and " not in change.sentence for change in found):
        return
    places, codes = policy.places, {row.status for row in route(policy, scenario, seed).attempts}
    singles = [Edit(places["retries"], count) for count in range(policy.retries.value + 1, 6)]
    timeout_ms = policy.call_timeout_ms.value
    if timeout_ms is not None:
        longer = [value for value in range(TIMEOUT_STEP_MS, 4100, TIMEOUT_STEP_MS) if value > timeout_ms]
        singles += [Edit(places["call_timeout_ms"], value) for value in longer]
    if policy.retries.value:
        singles += [Edit(places["retry_codes"], sorted(policy.retry_codes.value | {code})) for code in codes]
    singles += [Edit(places["fallback_codes"], sorted(policy.fallback_codes.value | {code})) for code in codes]
    chain = [{"model": model} for model in (*policy.fallbacks.value, "x/new")]
    singles.append(Edit(places["fallbacks"], chain))

    assert not any(succeeds(apply_edits(body, [edit]), scenario, seed) for edit in singles)


def succeeds(body: dict[str, Any], scenario: Scenario, seed: int) -> bool:
    return route(Policy.from_body(body), scenario, seed).verdict.served is not None


@pytest.mark.parametrize(
    ("body", "script", "expected"),
    [
        (
            {"retry": {"count": 1, "on_codes": [429]}},
            [503, "ok"],
            ["Add 503 to retry.on_codes.", "Add x/b to fallbacks."],
        ),
        ({"orq": {**ONE, "fallback_on_codes": [429]}}, [503] * 9, ["Add 503 to orq.fallback_on_codes."]),
        ({"retry": {"count": 1}}, [503, 500, 429, "ok"], ["Raise retry.count from 1 to 3.", "Add x/b to fallbacks."]),
        (
            {"retry": {"count": 1, "on_codes": [418]}, "fallback_on_codes": [418]},
            [503] * 9,
            ["Add x/b to fallbacks and add 503 to fallback_on_codes."],
        ),
    ],
)
def test_the_smallest_changes_are_found(body: dict[str, Any], script: list[Any], expected: list[str]) -> None:
    """Single changes of each kind that helps, and pairs only where none does."""
    assert sentences(saved(body, {A: {"script": script}, B: {}})) == expected


def test_a_timeout_is_as_long_as_it_must_be() -> None:
    """The next hundred above the latency that this chance has for the call."""
    (change,) = saved({"orq": {"timeout": {"call_timeout": 300}}}, {A: {"latency_ms": 1234}})

    assert change.sentence == "Raise orq.timeout.call_timeout from 300 ms to 1,300 ms."
    assert change.edits == (Edit(("orq", "timeout", "call_timeout"), 1300),)
    assert (change.odds_before, change.odds_after, change.total_ms) == (0, 1, 1234)


def test_a_broken_row_of_the_balancer_is_left_out() -> None:
    """A drawn model that always fails is removed; one that failed by bad luck is not."""
    rows = [{"model": A, "weight": 1, "note": "kept"}, {"model": B, "weight": 1, "note": "kept"}]
    body = {"load_balancer": {"type": "weight_based", "models": rows}}
    drawn = {seed: route(Policy.from_body({"model": A, **body}), Scenario(), seed).draw for seed in range(9)}
    seed = next(seed for seed, draw in drawn.items() if draw is not None and draw.model == A)
    (change,) = saved(body, {A: {"script": [400] * 9}, B: {}}, seed)

    assert change.sentence == "Remove x/a from load_balancer.models."
    assert apply_edits(body, change.edits)["load_balancer"]["models"] == rows[1:]
    assert (change.odds_before, change.odds_after) == (0.5, 1)
    unlucky = {"faults": [{"status": 400, "probability": 0.5}]}
    assert not any(saved(body, {}, chance, default=unlucky) for chance in range(9))


def test_a_fallback_that_does_not_exist_is_left_out() -> None:
    """Where a fallback ends the request before the next one is asked, it is what is in the way."""
    found = saved({"fallbacks": [{"model": "x/nope"}, {"model": B}]}, {A: BROKEN, "x/nope": {"known": False}, B: {}})

    assert sentences(found) == ["Remove x/nope from fallbacks."]


@pytest.mark.parametrize(
    "behaviour",
    [{"known": False}, *({"script": [status] * 9} for status in (400, 401, 403, 404))],
)
def test_nothing_leads_on_from_what_ends_a_request(behaviour: dict[str, Any]) -> None:
    """After a 400, 401, 403 or 404 of the first model no option helps, and none is offered."""
    assert saved({**ONE, "retry": {"count": 1}}, {A: behaviour, B: {}, C: {}}) == ()


def test_the_best_fallback_is_chosen() -> None:
    """Of the models that can be added it is the one with the best odds; those in the request are not among them."""
    scenario = Scenario.model_validate({"models": {A: BROKEN, C: {"faults": [{"status": 503, "probability": 0.4}]}}})
    seed = next(seed for seed in range(99) if succeeds({"model": C}, scenario, seed))
    (change,) = advise(Policy.from_body({"model": A}), scenario, seed, [A, C, B])

    assert change.sentence == "Add x/b to orq.fallbacks."


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(body=requests.bodies(), script=st.lists(st.sampled_from([429, 503, "ok"]), max_size=6), seed=st.integers(0, 99))
def test_a_change_keeps_the_contract(body: dict[str, Any], script: list[Any], seed: int) -> None:
    """What is put into a valid request is valid too, so that the router takes it."""
    policy = Policy.from_body(body)
    # A model that a scenario names exists, whatever text it is.
    failing = {"latency_ms": 900, "script": [503, *script]}
    scenario = Scenario.model_validate({"models": dict.fromkeys((policy.model, *policy.models), failing)})
    for change in advise(policy, scenario, seed, ["x/new"]):
        assert ImageVariationRequest.model_validate(apply_edits(body, change.edits)).problems() == []


def test_the_search_is_bounded() -> None:
    """However long a chain of models is, the search ends after so many attempts and the route that was under way."""
    rows = [{"model": f"x/{number}"} for number in range(400)]
    policy = Policy.from_body({"model": A, "retry": {"count": 4}, "fallbacks": rows, "timeout": {"call_timeout": 10}})
    search = Search(policy, Scenario.model_validate({"default": {"faults": BROKEN["faults"]}}), 0, (B, C))

    assert search.changes() == ()
    assert search.attempts_left > -2 * (400 + 1) * (5 + 1)


FAILING = [
    (name, model, option)
    for (name, story), option in product(
        BUILT_IN_SCENARIOS.items(),
        (None, {"timeout": {"call_timeout": 300}}, {**ONE, "fallback_on_codes": [422]}, {"retry": {"on_codes": [422]}}),
    )
    for model in dict.fromkeys([story.body["model"], "openai/dall-e-2"])
]


@pytest.mark.parametrize(("name", "model", "option"), FAILING)
def test_built_in_scenarios_can_be_saved_or_not(name: str, model: str, option: dict[str, Any] | None) -> None:
    """A failure in a built-in scenario has a change that helps, but where every model is down."""
    body = {"model": model, **option} if option is not None else BUILT_IN_SCENARIOS[name].body
    policy, scenario = Policy.from_body(body), BUILT_IN_SCENARIOS[name].scenario
    for seed in range(10):
        if route(policy, scenario, seed).verdict.served is None:
            found = advise(policy, scenario, seed, ["emulator/riso", "emulator/neon"])

            assert bool(found) is (name != "everything-down")
