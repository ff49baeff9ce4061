"""Charts as data."""

from typing import Any

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS, Ledger, Policy, odds, route
from orq_ui.ui.charts.flowchart import flowchart
from orq_ui.ui.charts.odds import latency_chart, served_chart, timeout_chart, who_chart
from orq_ui.ui.charts.palette import MAX_NAME, safe_name
from orq_ui.ui.explain.plan import plan_sentences

EVIL = 'x"]; click a "javascript:alert(1)" {b} <img src=x onerror=alert(1)> %% ```'
STORIES = pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)


def ledger_of(name: str, seed: int = 0) -> Ledger:
    """Return the ledger of a story played once."""
    story = BUILT_IN_SCENARIOS[name]
    return route(Policy.from_body(story.body), story.scenario, seed)


@STORIES
def test_a_plan_names_every_model(name: str) -> None:
    """The flow and the sentences have all the models that can be asked."""
    policy = Policy.from_body(BUILT_IN_SCENARIOS[name].body)
    flow, told = flowchart(policy), " ".join(plan_sentences(policy))

    assert flow.startswith("flowchart ")
    assert all(model in flow and model in told for model in policy.models)


def test_hostile_names_are_harmless_in_a_plan() -> None:
    """Markup, quotes and braces of a model's name never reach the diagram."""
    body: dict[str, Any] = {"model": EVIL, "fallbacks": [{"model": EVIL}], "retry": {"count": 1}}

    flow = flowchart(Policy.from_body(body))

    names = [line.split('["')[1].split("<br/>")[0] for line in flow.splitlines() if line.startswith(("m0[", "f0["))]
    assert names == [safe_name(EVIL)] * 2
    assert not set(safe_name(EVIL)) & set('"[]{}<>()`;|%')
    assert len(safe_name(EVIL)) <= MAX_NAME


@STORIES
def test_odds_are_shown_in_full(name: str) -> None:
    """The bars of who answers, and nobody, sum to one hundred percent."""
    story = BUILT_IN_SCENARIOS[name]
    found = odds(Policy.from_body(story.body), story.scenario)

    chart = served_chart(found)

    assert sum(bar["value"] for bar in chart["series"][0]["data"]) == pytest.approx(100, abs=0.01)


def test_a_simulation_counts_every_run() -> None:
    """Both charts of a thousand runs hold a thousand."""
    ledgers = [ledger_of("flaky", seed) for seed in range(1000)]

    spread, who = latency_chart(ledgers), who_chart(ledgers)

    assert sum(sum(series["data"]) for series in spread["series"]) == 1000
    assert sum(bar["value"] for bar in who["series"][0]["data"]) == 1000
    assert len(spread["xAxis"]["data"]) <= 25


def test_equal_times_make_one_bin() -> None:
    """Runs that all take the same time do not divide by zero."""
    chart = latency_chart([ledger_of("everything-down")] * 3)

    assert sum(chart["series"][1]["data"]) == 3


def test_a_plan_longer_than_the_patience_is_red() -> None:
    """The worst case stands out when the client would not wait for it."""
    late, fine = (timeout_chart(worst, 10, 1000)["series"][0]["data"][0] for worst in (2000, 500))

    assert late["itemStyle"]["color"] != fine["itemStyle"]["color"]
