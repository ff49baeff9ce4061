"""A ledger as a waterfall."""

import json

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, route
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.charts.palette import BY_DECISION
from orq_ui.ui.ledger.waterfall import height, waterfall
from orq_ui.ui.text.outcomes import DECISIONS


def ledger_of(name: str) -> RecordedLedger:
    """Return the ledger of a built-in scenario's own request."""
    story = BUILT_IN_SCENARIOS[name]
    return RecordedLedger.model_validate(route(Policy.from_body(story.body), story.scenario).to_dict())


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_a_waterfall_has_a_row_for_each_attempt(name: str) -> None:
    """Bars start, last and wait as the ledger says, and everything in it is JSON."""
    ledger = ledger_of(name)
    chart = json.loads(json.dumps(waterfall(ledger)))
    start, bar, wait = (series["data"] for series in chart["series"])

    assert len(chart["yAxis"]["data"]) == len(ledger.attempts)
    assert start == [attempt.started_ms for attempt in ledger.attempts]
    assert [item["value"] for item in bar] == [attempt.duration_ms for attempt in ledger.attempts]
    assert [item["value"] for item in wait] == [attempt.waited_ms for attempt in ledger.attempts]
    assert height(ledger) > 60


def test_every_decision_has_a_colour_and_a_word() -> None:
    """Every outcome has a colour, and a word too."""
    decisions = {attempt.decision for name in BUILT_IN_SCENARIOS for attempt in ledger_of(name).attempts}

    assert decisions <= set(BY_DECISION)
    assert set(BY_DECISION) == set(DECISIONS)
    assert len(set(BY_DECISION.values())) == len(BY_DECISION)
