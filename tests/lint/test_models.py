"""Models are judged where they may be asked, and nowhere else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.routing import Fault, Policy, Scenario, odds
from orq_ui.routing.decision import Cause
from tests.lint.cases import DALLE, HEAVY, ONLY_A, A, B, Given, balanced, falling, live, orq, playing, shown, top

MODELS = [A, B, DALLE, "malformed"]
rows = st.lists(
    st.fixed_dictionaries({"model": st.sampled_from(MODELS)}, optional={"weight": st.sampled_from([0, 0.2, 1])}),
    min_size=1,
    max_size=3,
).filter(lambda rows: any(row.get("weight") != 0 for row in rows))
options = st.fixed_dictionaries(
    {},
    optional={
        "fallbacks": rows,
        "fallback_on_codes": st.sampled_from([[400, 404], [503], []]),
        "load_balancer": rows.map(lambda rows: {"type": "weight_based", "models": rows}),
    },
)
bodies = st.builds(
    lambda model, top, nested: {"model": model, **top, "orq": nested}, st.sampled_from(MODELS), options, options
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (top(model="nope"), {"model": "error"}),
        (balanced(A, B, model="nope"), {}),
        (balanced("nope"), {"load_balancer.models[0].model": "error"}),
        (balanced("nope", "none"), dict.fromkeys([f"load_balancer.models[{row}].model" for row in (0, 1)], "error")),
        (balanced(A, "nope"), {"load_balancer.models[1].model": "warning"}),
        (balanced(A, ("nope", 0)), {}),
        (falling("nope"), {"fallbacks[0].model": "warning"}),
        (falling(B, orq={"fallbacks": [{"model": "nope"}]}), {}),
        (falling("nope", fallback_on_codes=[400, 401]), {}),
        (falling("nope", model="none"), {"model": "error", "fallbacks[0].model": "warning"}),
    ],
)
def test_a_malformed_id_counts_where_it_may_be_asked(given: Given, expected: dict[str, str]) -> None:
    """An error is what every request asks, a warning what some do; what none asks is not judged."""
    assert {found.path: found.severity for found in given.of("model-provider")} == expected


def test_an_ignored_model_is_only_said_to_be_ignored() -> None:
    """Beside a load balancer the model's own form is no matter."""
    assert {
        (found.rule, found.severity) for found in balanced(A, B, model="nope").findings() if found.path == "model"
    } == {("model-ignored", "info")}


@pytest.mark.parametrize(
    ("rule", "asked", "ignored"),
    [
        ("model-retired", top(model=DALLE), balanced(A, B, model=DALLE)),
        ("emulator-model-live", live(top(model="emulator/neon")), live(balanced(A, B, model="emulator/neon"))),
        ("one-picture-models", top(model="openai/dall-e-3", n=2), balanced(A, B, model="openai/dall-e-3", n=2)),
        (
            "response-format-refused",
            orq(fallbacks=[{"model": "openai/gpt-image-1"}]),
            top(orq={"fallbacks": [{"model": "openai/gpt-image-1"}]}, fallbacks=[{"model": A}], response_format="url"),
        ),
        ("picture-size", shown(HEAVY, model=DALLE), shown(HEAVY, **balanced(A, B, model=DALLE).body)),
    ],
)
def test_rules_on_models_leave_ignored_ones_alone(rule: str, asked: Given, ignored: Given) -> None:
    """A rule about a model counts only where a request can come to that model."""
    asked = Given(asked.body | {"response_format": "url"}, asked.picture, asked.connection)

    assert asked.of(rule)
    assert not ignored.of(rule)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (top(model=B), {"model": "error"}),
        (balanced(A, B), {"load_balancer.models[1].model": "warning"}),
        (falling(B), {"fallbacks[0].model": "warning"}),
        (falling(B, model=DALLE), {"model": "error", "fallbacks[0].model": "warning"}),
        (balanced("nope", B), {"load_balancer.models[1].model": "error"}),
        (top(model="nope"), {}),
    ],
)
def test_a_model_that_the_scenario_does_not_know(given: Given, expected: dict[str, str]) -> None:
    """It is an error where every request asks a model that cannot be called, and a warning where some do."""
    found = playing(ONLY_A, given).of("model-not-in-scenario")

    assert {each.path: each.severity for each in found} == expected


def test_a_malformed_id_that_the_scenario_names_exists() -> None:
    """The emulator answers for it, so it is no finding."""
    named = Scenario.model_validate({"models": {"nope": {}}})

    assert not playing(named, top(model="nope")).of("model-provider")


@settings(max_examples=200)
@given(bodies, st.sampled_from([Scenario(), ONLY_A, Scenario.model_validate({"models": {"malformed": {}}})]))
def test_check_agrees_with_the_router(body: dict[str, Any], scenario: Scenario) -> None:
    """A refused model is an error exactly where every request is refused, and found wherever some request may be."""
    policy = Policy.from_body(body)
    given = playing(scenario, Given(body))
    found = [*given.of("model-provider"), *given.of("model-not-in-scenario")]
    at_once = odds(policy, scenario)
    fault = (Fault(status=503, probability=0.5),)
    behaviours = {model: each.model_copy(update={"faults": fault}) for model, each in scenario.models.items()}
    default = scenario.default.model_copy(update={"faults": fault})
    later = odds(policy, scenario.model_copy(update={"models": behaviours, "default": default}))

    assert any(each.severity == "error" for each in found) == (at_once.success == 0)
    assert bool(found) or not any(failure.cause is Cause.REFUSED for failure in later.failures)
