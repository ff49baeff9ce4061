"""What a person writes about a run is kept within bounds."""

from __future__ import annotations

import pytest

from orq_ui.history.limits import bounded_note, bounded_tags


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["b", "a"], ["b", "a"]),
        (["a\0", "a\ufffd"], ["a\ufffd"]),
        (["\ud800", "?"], ["?"]),
        (["", " ", "b", " b "], ["b"]),
        (["t" * 90, "t" * 80], ["t" * 80]),
        (["t" * 79 + " u"], ["t" * 79]),
        ([f"{n:02}" for n in range(50)], [f"{n:02}" for n in range(20)]),
    ],
)
def test_tags(given: list[str], kept: list[str]) -> None:
    """Each once, in their order, none empty, none longer than its column, and not too many."""
    assert bounded_tags(given) == kept


def test_note() -> None:
    """A note is cut, and has only what every database takes."""
    assert bounded_note("n" * 6_000) == "n" * 5_000
    assert bounded_note("a\0\ud800") == "a\ufffd?"
