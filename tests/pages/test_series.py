"""*Send ten times*, without a browser, on the real emulator."""

import time
from collections.abc import Callable
from typing import Any

from orq_ui.routing import Scenario
from orq_ui.ui.server.series import Series, SeriesResult
from orq_ui.ui.services import services
from orq_ui.ui.variations.series import NO_ANSWER, count_outcomes, outcome_rows
from tests.pages.conftest import Playground

BUTTON = "result.series"
HALF = {
    "type": "weight_based",
    "models": [{"model": "emulator/riso", "weight": 0.6}, {"model": "emulator/neon", "weight": 0.4}],
}


def prepared(playground: Playground, scenario: dict[str, Any], **options: Any) -> Playground:
    """A form with a small picture, sent once in this scenario."""
    playground.use()
    playground.session.load_body({"model": "emulator/riso", "size": "256x256", **options})
    playground.session.connection.scenario = Scenario.model_validate(scenario)
    playground.run()
    playground.send()
    return playground


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def ten(playground: Playground) -> Series:
    """Press the button, wait for the end, and draw the page."""
    playground.click(BUTTON)
    series = playground.session.series
    assert series is not None
    until(lambda: series.is_over)
    playground.run()
    return series


def page(playground: Playground) -> str:
    return playground.text + "\n".join(str(item.proto.body) for item in playground.app.get("html"))


def test_ten_sends_are_counted_against_the_odds(playground: Playground) -> None:
    """Each has a seed of its own and is a run of the history; the shown result stays, and so does a pinned seed."""
    quick = {"default": {"latency_ms": 0}}
    prepared(playground, quick, load_balancer=HALF)
    shown = playground.session.result
    assert shown is not None
    assert shown.ledger is not None
    playground.session.connection.seed = shown.ledger.seed
    before = services().history.store().page(playground.session.owner.id, per_page=50).lines

    series = ten(playground)

    store, owner = services().history.store(), playground.session.owner.id
    until(lambda: len(store.page(owner, per_page=50).lines) == len(before) + 10)
    runs = [store.run(owner, line.id) for line in store.page(owner, per_page=50).lines[:10]]
    seeds = {run.ledger["seed"] for run in runs if run is not None and run.ledger is not None}
    assert len(seeds) == 10
    assert {run.sent.digest for run in runs if run is not None} == {shown.wire.digest}
    assert playground.session.result is shown
    assert playground.session.connection.seed == shown.ledger.seed
    assert len(series.results) == 10
    text = page(playground)
    assert "10 sends: who answered" in text
    for model, expected in (("emulator/riso", "6.0"), ("emulator/neon", "4.0")):
        times = count_outcomes(series.results)[model]
        assert f"{model}</td>" in text
        assert f">{times}</td>" in text
        assert f">{expected}</td>" in text
    assert "Ten sends are few" in text


def test_failures_are_counted_too(playground: Playground) -> None:
    """A status that ends every send is what was to be expected, and chance has no part in it."""
    prepared(playground, {"default": {"latency_ms": 0, "faults": [{"status": 503, "probability": 1}]}})

    series = ten(playground)

    assert count_outcomes(series.results) == {"status 503": 10}
    assert "Chance has no part in this" in page(playground)


def test_with_the_cache_on_most_are_hits(playground: Playground) -> None:
    """They are sent one after the other, and the page says that it is the cache that answers."""
    prepared(playground, {"default": {"latency_ms": 0}}, cache={"type": "exact_match"}, user="ten times")

    series = ten(playground)

    assert [result.cached for result in series.results] == [True] * 10
    assert "10 of 10 came from there" in page(playground)


def test_scripts_that_go_on_have_no_odds(playground: Playground) -> None:
    """Each send meets what the one before it has left, in turn."""
    models = {"emulator/riso": {"latency_ms": 0, "script": [429, 503, 503, 500]}}
    prepared(playground, {"script_scope": "server", "models": models, "cached_age_s": 99})

    series = ten(playground)

    assert [result.status for result in series.results] == [503, 503, 500, *[200] * 7]
    assert "no two sends have the same odds" in page(playground)


def test_it_is_never_offered_on_a_live_host(playground: Playground) -> None:
    """Ten calls there would cost ten times as much; the emulator's result stays, the button goes."""
    prepared(playground, {"default": {"latency_ms": 0}})
    assert BUTTON in {button.key for button in playground.app.button}

    playground.session.connection.target = "https://my.orq.ai"
    playground.run()

    assert BUTTON not in {button.key for button in playground.app.button}


def test_the_table_is_of_another_result_no_more(playground: Playground) -> None:
    """After another send the counts of the older request are gone."""
    prepared(playground, {"default": {"latency_ms": 0}})
    ten(playground)
    assert "who answered" in page(playground)

    playground.send()

    assert "who answered" not in page(playground)


def test_rows_are_ordered_by_what_was_expected() -> None:
    """What came unexpectedly has a row, what was expected and did not come too, and what is too rare none."""
    counted = count_outcomes(
        [SeriesResult(200, "a/b", False), SeriesResult(503, None, False), SeriesResult(None, None, False)]
    )

    assert outcome_rows(counted, {"a/b": 2.0, "c/d": 1.0, "status 500": 0.0001}) == [
        ("a/b", 1, "2.0"),
        ("c/d", 0, "1.0"),
        (NO_ANSWER, 1, "0.0"),
        ("status 503", 1, "0.0"),
    ]
    assert outcome_rows(counted, None) == [("a/b", 1), (NO_ANSWER, 1), ("status 503", 1)]
