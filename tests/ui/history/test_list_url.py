"""The list's URL."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.history.filters import ORDERS
from orq_ui.ui.history.filters import filter_of
from orq_ui.ui.history.list_url import LAST_PAGE, MOST_CHOICES, NAMES, read_query
from orq_ui.ui.history.state import HistoryView, Wanted
from orq_ui.ui.history.url import list_query
from orq_ui.ui.text.datetimes import start_of

WORD = st.text(min_size=1, max_size=20)
CHOICES = st.lists(WORD, max_size=4, unique=True).map(tuple)
WANTED = st.builds(
    Wanted,
    text=st.text(max_size=40),
    models=CHOICES,
    statuses=CHOICES,
    hosts=CHOICES,
    tags=CHOICES,
    starred=st.booleans(),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
)
VIEWS = st.builds(HistoryView, wanted=WANTED, order=st.sampled_from(list(ORDERS)), page=st.integers(1, LAST_PAGE))


@given(VIEWS)
def test_a_list_is_found_again_by_its_url(view: HistoryView) -> None:
    """Filters, order and page come back as they were, and a usual list has a bare URL."""
    again = HistoryView()

    read_query(again, list_query(view))

    assert (again.wanted, again.order, again.page) == (view.wanted, view.order, view.page)
    assert list_query(HistoryView()) == {}


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=400), max_size=MOST_CHOICES + 5)))
def test_any_url_gives_a_list(query: dict[str, list[str]]) -> None:
    """What cannot be meant is left out, and what is long is cut."""
    view = HistoryView()

    read_query(view, query)

    assert view.order in ORDERS
    assert 1 <= view.page <= LAST_PAGE
    assert len(view.wanted.models) <= MOST_CHOICES
    assert read_again(view) == (view.wanted, view.order, view.page)


def read_again(view: HistoryView) -> tuple[Wanted, str, int]:
    """Return what the URL of a list gives."""
    again = HistoryView()
    read_query(again, list_query(view))
    return again.wanted, again.order, again.page


def test_a_day_is_written_as_in_the_calendar() -> None:
    """It is read as one, and anything else is no filter."""
    view = HistoryView()

    read_query(view, {"since": ["2026-02-28"], "until": ["soon"], "page": ["0"], "order": ["best"]})

    assert (view.wanted.since, view.wanted.until, view.page, view.order) == (date(2026, 2, 28), None, 1, "newest")


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day(day: str, zone: str) -> None:
    """They are days like others, although nothing is before the one and after the other."""
    view = HistoryView()
    read_query(view, {"since": [day], "until": [day]})

    found = filter_of(view.wanted, ZoneInfo(zone))

    assert found.since == start_of(date.fromisoformat(day), ZoneInfo(zone))
    assert (found.until is None) is (day == "9999-12-31")
