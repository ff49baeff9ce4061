"""The accounts of two runs, attempt by attempt."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.history.diff.ledgers import CELLS, attempt_pairs, ledger_rows
from orq_ui.routing import Policy, Scenario, route

REFUSED: dict[str, Any] = {"cache": None, "draw": None, "attempts": [], "verdict": None, "rules": {}}


def a_ledger(*codes: int, latency_ms: int = 400) -> dict[str, Any]:
    """What the router's rules make of a model that fails with these codes before it answers."""
    policy = Policy.from_body({"model": "a/one", "orq": {"retry": {"count": 3, "on_codes": [429, 500]}}})
    plays = {"script": [*codes, "ok"], "latency_ms": latency_ms}
    return route(policy, Scenario.model_validate({"models": {"a/one": plays}})).to_dict()


def test_attempts_are_told_cell_by_cell() -> None:
    """Another status at one attempt is a row for that attempt's status and one for the sentence that names it."""
    status, reason = ledger_rows(a_ledger(429), a_ledger(500))

    assert (status.what, status.first, status.second) == ("attempt 1 · status", "429", "500")
    assert (reason.what, reason.first[:6], reason.second[:6]) == ("attempt 1 · reason", "429 is", "500 is")


def test_a_ledger_without_sentences_is_compared_by_its_rules() -> None:
    """A ledger that was written before attempts had reasons differs from a new one only where the rules do."""
    new, old = a_ledger(429), a_ledger(429)
    for row in old["attempts"]:
        del row["reason"]

    assert list(ledger_rows(old, new)) == []
    pair = attempt_pairs(old, new)[0]
    assert pair.first is not None
    assert pair.first[CELLS.index("reason")] == "Only the statuses in retry.on_codes are retried."


def test_an_attempt_that_one_side_lacks_is_one_row() -> None:
    """The longer side's attempt is told in short, and in what the verdict differs."""
    rows = {row.what: row for row in ledger_rows(a_ledger(), a_ledger(429))}

    assert rows["attempt 2"].first == "–"
    assert rows["attempt 2"].second == "a/one, 2 of 4, 200, served"
    assert "verdict.total_ms" in rows


def test_pairs_hold_equal_attempts_too() -> None:
    """Every position is there, with the cells that are the same marked as such."""
    first, second = attempt_pairs(a_ledger(429), a_ledger(429, latency_ms=500))

    unlike = [name for name, same in zip(CELLS, first.same, strict=True) if not same]
    assert unlike == ["took"]
    assert second.number == 2
    assert second.first is not None


def test_times_are_no_news() -> None:
    """How long attempts took is another number on every call: told, but not counted as a difference."""
    rows = list(ledger_rows(a_ledger(429), a_ledger(429, latency_ms=500)))

    assert {row.what for row in rows} >= {"attempt 1 · took", "verdict.total_ms"}
    assert all(row.volatile for row in rows)


def test_the_longer_side_stands_alone() -> None:
    """Where one run had fewer attempts, all of the other's cells differ."""
    pairs = attempt_pairs(a_ledger(429), a_ledger())

    assert pairs[1].second is None
    assert not any(pairs[1].same)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (None, a_ledger(429), ("–", "attempts: 2 · a/one · 200")),
        (REFUSED, None, ("attempts: 0 · refused before it was routed", "–")),
    ],
)
def test_a_run_without_a_ledger_is_one_row(first: Any, second: Any, told: tuple[str, str]) -> None:
    """A live run has no ledger: that is the one thing to say."""
    rows = list(ledger_rows(first, second))

    assert [(row.what, row.first, row.second) for row in rows] == [("ledger", *told)]


def test_a_draw_and_a_cache_are_compared() -> None:
    """The number and the model that it drew, the outcome; how old an entry was changes with every call."""
    drawn = {"number": 0.2, "model": "a/one", "rule": "draw", "shares": []}
    first = a_ledger() | {"draw": drawn, "cache": {"outcome": "hit", "age_s": 1}}
    second = a_ledger() | {"draw": drawn | {"model": "b/two"}, "cache": {"outcome": "hit", "age_s": 2}}

    rows = list(ledger_rows(first, second))

    assert [(row.what, row.volatile) for row in rows] == [("cache.age_s", True), ("draw.model", False)]


@pytest.mark.parametrize("odd", [{}, {"attempts": None, "verdict": 3}, {"attempts": [1, {}], "cache": []}])
def test_a_ledger_of_another_shape_breaks_nothing(odd: dict[str, Any]) -> None:
    """What came with a run from elsewhere may be anything."""
    assert list(ledger_rows(odd, odd)) == []
    assert list(ledger_rows(odd, a_ledger()))
    assert len(attempt_pairs(odd, a_ledger())) >= 1
