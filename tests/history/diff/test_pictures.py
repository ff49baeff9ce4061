"""The pictures of two runs, place by place."""

from __future__ import annotations

from hypothesis import given

from orq_ui.history import SOURCE, Run
from orq_ui.history.diff.pictures import picture_pairs
from orq_ui.imaging import MissingPicture
from tests.history import samples
from tests.history.diff.test_comparison import runs
from tests.strategies import picture

RED, BLUE, CAT = picture("PNG", 3, 3), picture("PNG", 4, 4), picture("JPEG", 5, 5)


@given(runs())
def test_a_run_against_itself(run: Run) -> None:
    """Whatever is there is the same, whatever is lost is not called so."""
    pairs = picture_pairs(run, run)

    assert all(pair.is_same is pair.is_there for pair in pairs)
    assert len(pairs) == len(run.results) + (run.source is not None)


@given(runs(), runs())
def test_the_other_way_round(first: Run, second: Run) -> None:
    """A and B change places, and nothing else changes."""
    swapped = [(pair.place, pair.second, pair.first, pair.is_same) for pair in picture_pairs(second, first)]

    assert swapped == [(pair.place, pair.first, pair.second, pair.is_same) for pair in picture_pairs(first, second)]


def test_more_in_one_than_in_the_other() -> None:
    """By place, the source first: equal bytes are the same, other bytes and lost ones are not."""
    first, _ = samples.a_run(source=CAT, variations=(RED, RED, MissingPicture(2, "expired")))
    second, _ = samples.a_run(source=CAT, variations=(RED, BLUE, MissingPicture(2, "expired"), BLUE))

    pairs = picture_pairs(first, second)

    assert [(pair.place, pair.is_same, pair.is_there) for pair in pairs] == [
        (SOURCE, True, True),
        (0, True, True),
        (1, False, True),
        (2, False, False),
        (3, False, True),
    ]
    assert pairs[-1].first is None


def test_one_without_a_source() -> None:
    """A source that only one has is shown as that."""
    first, _ = samples.a_run(source=None, variations=())
    second, _ = samples.a_run(source=CAT, variations=())

    (pair,) = picture_pairs(first, second)

    assert (pair.place, pair.first) == (SOURCE, None)
    assert pair.is_there
