"""Single changes of the router options."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.json_edits import apply_edits
from orq_ui.routing import DEFAULTS, Policy, Scenario, route
from orq_ui.routing.option_changes import Kind, OptionChange, option_changes
from tests.routing.test_properties import MODELS, bodies, scenarios

A, B = "x/a", "x/b"
READINGS = (
    *DEFAULTS.values(),
    DEFAULTS["spec-2026-08"].with_readings(retry_omitted="two", retry_codes="429-only"),
)


def changes(body: dict[str, Any], behaviour: dict[str, Any], kind: Kind) -> list[OptionChange]:
    policy, scenario = Policy.from_body({"model": A, **body}), Scenario.model_validate({"models": {A: behaviour}})
    found = option_changes(policy, scenario, route(policy, scenario), [B])
    return [change for change in found if change.kind is kind]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(body=bodies, scenario=scenarios, seed=st.integers(0, 99), defaults=st.sampled_from(READINGS))
def test_the_edits_lead_to_the_policy(body: dict[str, Any], scenario: Scenario, seed: int, defaults: Any) -> None:
    """A change's policy is the one that its edited body is read as: by values, rules and paths."""
    policy = Policy.from_body(body, defaults)
    for change in option_changes(policy, scenario, route(policy, scenario, seed), [*MODELS, "x/new"]):
        read = Policy.from_body(apply_edits(body, change.edits), defaults)

        assert {name: (option.value, option.rule, option.path) for name, option in read.options().items()} == {
            name: (option.value, option.rule, option.path) for name, option in change.policy.options().items()
        }, change.action


@pytest.mark.parametrize(
    ("body", "script", "kind", "actions"),
    [
        ({"retry": {"count": 1, "on_codes": [429]}}, [503], Kind.RETRY_CODE, ["add 503 to retry.on_codes"]),
        (
            {"orq": {"retry": {"count": 1}}},
            [422],
            Kind.RETRY_CODE,
            ["set orq.retry.on_codes to the default codes and 422"],
        ),
        ({}, [422], Kind.RETRY_CODE, []),
        ({"orq": {"retry": {"count": 4}}}, [503] * 5, Kind.RETRIES, ["raise orq.retry.count from 4 to 5"]),
        ({"retry": {}}, [503] * 4, Kind.RETRIES, ["set retry.count to 4", "set retry.count to 5"]),
        ({}, [503], Kind.RETRIES, [f"set orq.retry.count to {count}" for count in range(1, 6)]),
        ({}, [503], Kind.FALLBACK_CODE, []),
        (
            {"fallbacks": [{"model": B}], "orq": {"fallback_on_codes": [429]}},
            [503],
            Kind.FALLBACK_CODE,
            ["add 503 to orq.fallback_on_codes"],
        ),
        ({"timeout": {"call_timeout": 120}}, [], Kind.TIMEOUT, ["raise timeout.call_timeout from 120 ms to 400 ms"]),
        ({}, [503], Kind.FALLBACK, ["add x/b to orq.fallbacks"]),
        ({"fallbacks": [{"model": B}]}, [503], Kind.FALLBACK, []),
        ({"orq": {"fallbacks": [{"model": B}]}}, [400], Kind.REMOVAL, ["remove x/b from orq.fallbacks"]),
    ],
)
def test_a_change_says_what_it_does(body: dict[str, Any], script: list[Any], kind: Kind, actions: list[str]) -> None:
    """The sentence has the path at the level where the option is or would be, the value before and the one after."""
    assert [change.action for change in changes(body, {"script": script}, kind)] == actions


def test_a_full_list_is_not_lengthened() -> None:
    """A list of as many codes as the contract allows is left alone."""
    full = {"fallbacks": [{"model": B}], "fallback_on_codes": list(range(400, 420))}

    assert changes(full, {"script": [503]}, Kind.FALLBACK_CODE) == []
