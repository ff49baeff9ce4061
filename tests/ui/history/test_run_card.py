"""Runs in words and as markup."""

import re
from datetime import UTC

import pytest
from hypothesis import given

from orq_ui.history import Run, RunSummary
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.ui.history.run_card import MAX_THUMBNAILS, Scene, card, heading, tree_node
from orq_ui.ui.history.run_text import models_of, outcome
from tests.history.samples import a_run, runs
from tests.strategies import picture

SCENE = Scene(1_790_000_100.0, UTC, lambda run, place: f"/p/{run}/{place}")


@pytest.mark.parametrize(
    ("state", "status", "label", "tone"),
    [
        ("done", 200, "200", "good"),
        ("failed", 429, "429", "bad"),
        ("failed", None, "no answer", "bad"),
        ("failed", 200, "200, not readable", "bad"),
        ("cancelled", None, "cancelled", "calm"),
        ("interrupted", None, "interrupted", "odd"),
        ("sending", None, "under way", "calm"),
    ],
)
def test_how_a_run_ended(state: str, status: int | None, label: str, tone: str) -> None:
    """In a word, and in a colour."""
    run, _ = a_run(state=state, status=status)

    found = outcome(run)

    assert (found.label, found.tone) == (label, tone)


def test_the_model_that_served_is_named_where_it_is_another() -> None:
    """Once, where it is the same."""
    run = a_run(model="openai/a", served="openai/b")[0]

    assert models_of(run) == "openai/a → openai/b"
    assert models_of(run.model_copy(update={"served": "openai/a"})) == "openai/a"


def test_long_texts_are_cut() -> None:
    """A page of runs from a file stays a page, whatever millions of characters their fields have."""
    long = "x" * 1_000_000
    run = a_run(model=long, served=long + "y", title=long, host=long, emulated=False)[0]

    assert len(card(run, SCENE)) + len(tree_node(run, SCENE, 1, "replay", False)) + len(heading(run, SCENE)) < 20_000
    assert models_of(run).startswith("xxx")


def test_a_long_result_is_cut() -> None:
    """A few thumbnails, and how many there are besides; each with its size, so that nothing moves."""
    run = a_run(variations=tuple(picture("PNG", 3, 3) for _ in range(6)))[0]

    drawn = card(run, SCENE)

    assert drawn.count("<img ") == 1 + MAX_THUMBNAILS
    assert drawn.count('width="56" height="56" loading="lazy"') == 1 + MAX_THUMBNAILS
    assert ">+2<" in drawn


def test_what_is_lost_leaves_a_gap() -> None:
    """With its reason for those who cannot see it."""
    drawn = card(a_run(variations=(MissingPicture(0, "timed_out"),))[0], SCENE)

    assert "Variation 1 is missing: The link took too long." in drawn


@given(runs())
def test_no_text_leaves_its_place(drawn: tuple[Run, dict[int, Picture]]) -> None:
    """Whatever others wrote, the markup has our own tags only, and can be sent."""
    run: RunSummary = drawn[0]

    for markup in (card(run, SCENE), heading(run, SCENE), tree_node(run, SCENE, 3, "↳ replay", is_current=True)):
        assert set(re.findall(r"<(/?\w*)", markup)) <= {"div", "/div", "span", "/span", "img", "h2", "/h2"}
        assert markup.encode()
