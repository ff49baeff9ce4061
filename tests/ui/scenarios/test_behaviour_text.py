"""Behaviours as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.errors import InvalidInput
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario
from orq_ui.ui.scenarios import behaviour_text

STATUS = st.integers(400, 599)


@given(st.lists(STATUS | st.just("ok"), max_size=6))
def test_a_script_round_trips(script: list[int | str]) -> None:
    """What is shown reads back as it was."""
    scenario = behaviour_text.change_behaviour(Scenario(), "a/b", script=script)

    assert behaviour_text.read_script(behaviour_text.script_text(scenario.behaviour_of("a/b"))) == script


@given(st.lists(st.tuples(STATUS, st.integers(0, 25)), max_size=4, unique_by=lambda pair: pair[0]))
def test_faults_round_trip(pairs: list[tuple[int, int]]) -> None:
    """Percentages read back as the probabilities that they stand for."""
    faults = [{"status": status, "probability": percent / 100} for status, percent in pairs]
    scenario = behaviour_text.change_behaviour(Scenario(), None, faults=faults)

    assert behaviour_text.read_faults(behaviour_text.faults_text(scenario.default)) == faults


@pytest.mark.parametrize("text", ["often", "429 maybe", "429; ok", "1.5"])
def test_a_mistyped_script_or_fault_is_refused(text: str) -> None:
    """A word that means nothing is named, not dropped."""
    with pytest.raises(InvalidInput):
        behaviour_text.read_script(text)
    with pytest.raises(InvalidInput):
        behaviour_text.read_faults(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [('{"default": {"latency_ms": -1}}', "default.latency_ms"), ('{"modles": {}}', "modles"), ("nonsense", "scenario")],
)
def test_a_bad_scenario_is_named(text: str, path: str) -> None:
    """The first mistake is named by its path."""
    with pytest.raises(InvalidInput) as refused:
        behaviour_text.read_scenario(text)

    assert refused.value.path == path


def test_changing_one_model_leaves_the_others() -> None:
    """A built-in scenario is copied, never changed."""
    before = BUILT_IN_SCENARIOS["primary-down"].scenario

    after = behaviour_text.change_behaviour(before, "emulator/riso", latency_ms=5)

    assert after.behaviour_of("emulator/riso").latency_ms == 5
    assert after.behaviour_of("openai/dall-e-2") == before.behaviour_of("openai/dall-e-2")
    assert "emulator/riso" not in before.models


@pytest.mark.parametrize("word", ["9" * 5000, "٤٢٩", "teapot"])
def test_a_word_that_is_no_outcome(word: str) -> None:
    """It is named, cut where it is long."""
    with pytest.raises(InvalidInput, match="neither a status nor ok") as refused:
        behaviour_text.read_script(f"429, {word}")

    assert len(refused.value.reason) < 100
