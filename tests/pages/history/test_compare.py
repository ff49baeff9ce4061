"""Two runs side by side: their pictures."""

import re

import pytest

from orq_ui.history import RunFinished
from orq_ui.imaging import MissingPicture
from tests.pages.history.history_page import TRAP, Desk
from tests.strategies import picture


def pictures(markup: str) -> list[str]:
    """What stands in the pairs, as a screen reader says it."""
    pairs = re.findall(r'<div class="orq-pair">(.*?)</div>', markup)
    return [name for pair in pairs for name in re.findall(r'(?:alt|aria-label)="([^"]*)"', pair)]


def test_each_pair_says_whether_it_is_the_same(desk: Desk) -> None:
    """The source and the first variation are equal to the byte, the second is in B only."""
    one, two = desk.keep(results=1), desk.keep(results=2)

    desk.look(one, two)

    assert "Pictures · 1 difference" in desk.text
    assert "**Source** · the same bytes" in desk.text
    assert "**1** · the same bytes" in desk.text
    assert "**2** · in B only" in desk.text
    assert pictures(desk.markup) == [
        "A: The source",
        "B: The source",
        "A: Variation 1",
        "B: Variation 1",
        "A: Variation 2: not there",
        "B: Variation 2",
    ]


def test_other_pictures_are_different(desk: Desk) -> None:
    """Other bytes at the same place are told."""
    desk.look(desk.keep(), desk.keep(source=picture("WEBP", 9, 9)))

    assert "**Source** · different" in desk.text


def test_what_is_lost_says_why(desk: Desk) -> None:
    """A picture that could not be had has its reason in its place."""
    missing = (MissingPicture(0, "timed_out"), MissingPicture(1, "timed_out"))
    lost = RunFinished(state="done", duration_ms=5, status=200, pictures=missing, response={"data": []})

    desk.look(desk.keep(), desk.keep(finished=lost))

    assert "**1** · in A only" in desk.text
    assert pictures(desk.markup)[-1] == "B: Variation 1: The link took too long."


def test_no_pictures_no_grid(desk: Desk) -> None:
    """A run with itself has the same pictures; no variation and a place that both lost are not drawn."""
    lost = RunFinished(
        state="done", duration_ms=5, status=200, pictures=(MissingPicture(0, "timed_out"),), response={"data": []}
    )
    made = desk.keep(finished=lost)

    desk.look(made, made)

    assert "Pictures · the same" in desk.text
    assert pictures(desk.markup) == ["A: The source", "B: The source"]


@pytest.mark.parametrize("count", [1, 5, 10])
def test_large_side_by_side(desk: Desk, count: int) -> None:
    """However many there are, one press shows a pair large, with the facts of both."""
    one, two = desk.keep(results=count), desk.keep(results=count)
    desk.look(one, two)
    before = len(pictures(desk.markup))

    desk.tab.click(f"history.pair.view.{count - 1}")

    assert before == 2 * (count + 1)
    assert len(pictures(desk.markup)) == before + 2
    assert f"**Variation {count}**" in desk.text
    assert f"A · {count + 2} × 3 · PNG" in desk.markup


def test_large_in_one_only(desk: Desk) -> None:
    """The letters of the two keep their case."""
    desk.look(desk.keep(results=1), desk.keep(results=2))

    desk.tab.click("history.pair.view.1")

    assert "In B only" in desk.text


def test_the_summary_above_all(desk: Desk) -> None:
    """What was changed and what came of it comes first; names by others are no markup."""
    desk.look(desk.keep(), desk.keep(TRAP))

    assert "<p>The requests differ in model.</p>" in desk.markup
    assert "<p>A: answered after 800 ms: 1 picture.</p>" in desk.markup
    assert TRAP not in desk.markup


def test_a_run_beside_itself(desk: Desk) -> None:
    """It is said that it is one run."""
    made = desk.keep()

    desk.look(made, made)

    assert "one and the same run" in desk.markup
    assert "They are the same in every respect." in desk.text
