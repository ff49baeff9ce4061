"""Tables of any text."""

from hypothesis import given
from hypothesis import strategies as st

from orq_ui.ui.text.tables import Marked, as_html


@given(st.text(), st.text())
def test_nothing_in_a_cell_is_rendered(heading: str, cell: str) -> None:
    """Whatever stands in a cell, the markup has the table's own tags only."""
    plain = as_html(["a"], [["b" * len(cell)]], "c")

    markup = as_html([heading], [[cell]], heading)

    assert markup.count("<") == plain.count("<")
    assert markup.count('"') == plain.count('"')


@given(st.text())
def test_a_marked_cell_is_escaped_like_any_other(cell: str) -> None:
    """The mark is around the same text."""
    plain = as_html(["a"], [[cell]], "c")

    marked = as_html(["a"], [[Marked(cell)]], "c")

    assert marked.replace("<mark>", "").replace("</mark>", "") == plain
    assert marked.count("<mark>") == 1


def test_half_a_surrogate_pair_is_shown_by_its_escape() -> None:
    """What JSON can hold and UTF-8 cannot still reaches the browser."""
    markup = as_html(["a\ud800"], [["b\udfff"]], "c")

    assert r"a\ud800" in markup
    assert r"b\udfff" in markup
    assert markup.encode()
