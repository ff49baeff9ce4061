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
def test_models_that_cannot_be_called(model: str, refusal: str | None) -> None:
    """Ids without provider are malformed unless named; ids outside the known ones do not exist."""
    scenario = Scenario(models={"a/named": Behaviour(), "named": Behaviour()}, known=("a/listed",), unknown=("a/gone",))

    assert scenario.refusal_rule(model) == refusal


def test_without_known_models_every_wellformed_id_exists() -> None:
    """A scenario that lists no known models knows them all."""
    assert Scenario().refusal_rule("a/whatever") is None


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
