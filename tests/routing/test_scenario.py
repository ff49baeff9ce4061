"""What a scenario accepts, and how the built-in ones end."""

import pytest
from pydantic import ValidationError

from orq_ui.routing import BUILT_IN_SCENARIOS, Behaviour, Policy, Scenario, odds, route

EXPECTED = {
    "all-well": (200, "emulator/aquarelle", 1),
    "rate-limited-primary": (200, "openai/dall-e-2", 3),
    "primary-down": (200, "emulator/riso", 4),
    "slow-primary": (200, "emulator/neon", 2),
    "everything-down": (529, None, 6),
    "cache-warm": (200, "emulator/neon", 0),
}


@pytest.mark.parametrize(
    "document",
    [
        {"models": {"a/a": {"latency": 4}}},
        {"default": {"latency_ms": -1}},
        {"default": {"latency_ms": float("inf")}},
        {"default": {"script": [200]}},
        {"default": {"payload": "smoke"}},
        {"default": {"faults": [{"status": 429, "probability": 0.7}, {"status": 500, "probability": 0.4}]}},
    ],
)
def test_impossible_scenarios_are_refused(document: dict[str, object]) -> None:
    """Unknown keys, impossible numbers and faults that sum to more than 1 are mistakes."""
    with pytest.raises(ValidationError):
        Scenario.model_validate(document)


def test_faults_may_sum_to_one_in_binary() -> None:
    """Ten faults of a tenth are certain failure, although binary fractions overshoot 1."""
    tenth = {"status": 500, "probability": 0.1}

    assert Behaviour.model_validate({"faults": [tenth] * 10}).faults


NAMED = {"a/named": {"latency_ms": 5}, "named": {}, "a/gone": {"known": False}}


@pytest.mark.parametrize(
    "document",
    [
        {"models": {**NAMED, "a/listed": {}}, "default": {"known": False}},
        {"models": {**NAMED, "a/gone": {}}, "known": ["a/listed"], "unknown": ["a/gone"]},
    ],
)
@pytest.mark.parametrize(
    ("model", "refusal"),
    [
        ("a/named", None),
        ("named", None),
        ("a/listed", None),
        ("a/gone", "unknown-model"),
        ("a/never-heard-of", "unknown-model"),
        ("dall-e-2", "malformed-model"),
        ("", "malformed-model"),
        ("a/", "malformed-model"),
        ("a /b", "malformed-model"),
    ],
)
def test_models_that_cannot_be_called(document: dict[str, object], model: str, refusal: str | None) -> None:
    """Ids without provider are malformed unless named; `known` says what exists, or the lists of older scenarios do."""
    scenario = Scenario.model_validate(document)

    assert scenario.refusal_rule(model) == refusal
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_every_wellformed_id_exists_by_itself() -> None:
    """A scenario that says nothing of it knows every model."""
    assert Scenario().refusal_rule("a/whatever") is None


def test_lists_of_older_scenarios_are_checked() -> None:
    """A list that holds no ids is a mistake."""
    for lists in ({"unknown": "a/b"}, {"known": [5]}):
        with pytest.raises(ValidationError):
            Scenario.model_validate(lists)


def test_a_scenario_limited_to_a_list_keeps_what_it_names() -> None:
    """Listed models behave as every other one did, named ones as they are named, and no others exist."""
    scenario = Scenario.model_validate({"models": {"a/named": {"latency_ms": 5}}, "default": {"latency_ms": 7}})
    limited = scenario.limited_to(["a/named", "a/listed"])

    assert [limited.behaviour_of(model).latency_ms for model in ("a/named", "a/listed")] == [5, 7]
    assert [limited.refusal_rule(f"a/{name}") for name in ("named", "listed", "else")] == [None, None, "unknown-model"]
    assert limited.limited_to(["a/else"]).refusal_rule("a/else") == "unknown-model"


def test_seven_scenarios_are_built_in() -> None:
    """The names that a demo can rely on."""
    assert set(BUILT_IN_SCENARIOS) == {*EXPECTED, "flaky"}
    assert all(built_in.title and built_in.sentence.endswith(".") for built_in in BUILT_IN_SCENARIOS.values())


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("seed", [0, 1, 99])
def test_built_in_scenarios_end_as_they_say_whatever_the_seed(name: str, seed: int) -> None:
    """Six of them have one ending: status, who served, after how many calls."""
    built_in = BUILT_IN_SCENARIOS[name]
    ledger = route(Policy.from_body(built_in.body), built_in.scenario, seed)

    assert (ledger.verdict.status, ledger.verdict.served, len(ledger.attempts)) == EXPECTED[name]


def test_the_flaky_story_depends_on_the_seed() -> None:
    """Flaky is neither sure to work nor sure to fail, and takes different ways."""
    built_in = BUILT_IN_SCENARIOS["flaky"]
    policy = Policy.from_body(built_in.body)
    ways = {len(route(policy, built_in.scenario, seed).attempts) for seed in range(40)}

    assert 0.9 < odds(policy, built_in.scenario).success < 1
    assert len(ways) > 2
