"""How many pictures stand side by side."""

import pytest

from orq_ui.ui.gallery.grid import columns_for


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (3, 3), (4, 2), (6, 3), (8, 4), (9, 3), (10, 5)])
def test_rows_are_whole(count: int, columns: int) -> None:
    """One picture fills its column, and every other number that can be makes whole rows."""
    assert columns_for(count) == columns
    assert count % columns == 0


@pytest.mark.parametrize("count", [5, 7, 11])
def test_no_picture_is_alone_in_a_row(count: int) -> None:
    """A prime number of pictures has a shorter last row, of two or more."""
    assert count % columns_for(count) >= 2
