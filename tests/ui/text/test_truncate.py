"""Long texts in small cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.ui.text.truncate import BEFORE, LONGEST, excerpts


@given(st.text(max_size=LONGEST), st.text(max_size=LONGEST))
def test_short_texts_are_whole(first: str, second: str) -> None:
    """What fits is not touched."""
    assert excerpts(first, second) == (first, second)


@pytest.mark.parametrize("shared", [0, 100, 200, 5_000])
def test_where_long_texts_part_is_seen(shared: int) -> None:
    """However late they part, each excerpt holds its own side of it, and is short."""
    first, second = "x" * shared + "A" + "y" * 900, "x" * shared + "B" + "y" * 900

    one, two = excerpts(first, second)

    assert one != two
    assert "A" in one
    assert "B" in two
    assert max(len(one), len(two)) < LONGEST + BEFORE
