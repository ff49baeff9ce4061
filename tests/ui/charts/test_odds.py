"""Odds and simulations as charts."""

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS, Ledger, Policy, odds, route
from orq_ui.ui.charts.odds import latency_chart, served_chart, timeout_chart, who_chart


def ledger_of(name: str, seed: int = 0) -> Ledger:
    """Return the ledger of a story played once."""
    story = BUILT_IN_SCENARIOS[name]
    return route(Policy.from_body(story.body), story.scenario, seed)


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
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


def test_a_long_timeout_leaves_something_to_see_of_short_calls() -> None:
    """Its axis is logarithmic and begins below the shortest bar, whatever lies between them."""
    for mean in (0.0, 0.4, 1.0, 1500.0):
        chart = timeout_chart(2000, mean, 600_000)

        assert chart["xAxis"]["type"] == "log"
        shown = [bar["value"] for bar in chart["series"][0]["data"] if bar["value"] > 0]
        assert 0 < chart["xAxis"]["min"] < min(shown)


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_every_chart_has_a_title(name: str) -> None:
    """What a chart shows is written above it."""
    story, ledgers = BUILT_IN_SCENARIOS[name], [ledger_of(name)]
    charts = [served_chart(odds(Policy.from_body(story.body), story.scenario)), who_chart(ledgers)]
    charts += [latency_chart(ledgers), timeout_chart(2000, 10, 1000)]

    assert all(chart["title"]["text"] for chart in charts)
