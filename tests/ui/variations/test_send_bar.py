"""How a page follows its call."""

import pytest

from orq_ui.ui.variations.send_bar import poll_interval


@pytest.mark.parametrize(("age_s", "every_s"), [(0, 0.2), (2.9, 0.2), (3, 0.5), (14.9, 0.5), (15, 1.0), (600, 1.0)])
def test_a_page_asks_more_rarely_after_a_call_that_takes_long(age_s: float, every_s: float) -> None:
    """A short call is shown at once; many long ones do not keep the server busy with questions."""
    assert poll_interval(age_s) == every_s
