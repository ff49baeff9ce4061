"""Tables of any text."""

from hypothesis import given
from hypothesis import strategies as st

from orq_ui.ui.tables import as_html


@given(st.text(), st.text())
def test_nothing_in_a_cell_is_rendered(heading: str, cell: str) -> None:
    """Whatever stands in a cell, the markup has the table's own tags only."""
    plain = as_html(["a"], [["b" * len(cell)]], "c")

    markup = as_html([heading], [[cell]], heading)

    assert markup.count("<") == plain.count("<")
    assert markup.count('"') == plain.count('"')
