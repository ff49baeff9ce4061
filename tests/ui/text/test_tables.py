"""Tables of any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.ui.text.tables import BEFORE, LONGEST, Marked, excerpts, table_html


@given(st.text(), st.text())
def test_nothing_in_a_cell_is_rendered(heading: str, cell: str) -> None:
    """Whatever is in a cell, the markup has the table's own tags only."""
    plain = table_html(["a"], [["b" * len(cell)]], "c")

    markup = table_html([heading], [[cell]], heading)

    assert markup.count("<") == plain.count("<")
    assert markup.count('"') == plain.count('"')


@given(st.text())
def test_a_marked_cell_is_escaped_like_any_other(cell: str) -> None:
    """The mark is around the same text."""
    plain = table_html(["a"], [[cell]], "c")

    marked = table_html(["a"], [[Marked(cell)]], "c")

    assert marked.replace("<mark>", "").replace("</mark>", "") == plain
    assert marked.count("<mark>") == 1


def test_half_a_surrogate_pair_is_shown_by_its_escape() -> None:
    """What JSON can hold and UTF-8 cannot still reaches the browser."""
    markup = table_html(["a\ud800"], [["b\udfff"]], "c")

    assert r"a\ud800" in markup
    assert r"b\udfff" in markup
    assert markup.encode()


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
