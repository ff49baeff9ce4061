"""The list's URL: read after a reload, Back or a bookmark, and kept up with what the list shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from orq_ui.history.filters import LONGEST_TEXT, ORDERS
from orq_ui.ui.history.state import HistoryView, Wanted
from orq_ui.ui.history.url import DAYS, LISTS, list_query

NAMES = ("text", *LISTS, "starred", *DAYS, "order", "page")
MOST_CHOICES, LONGEST_CHOICE, LAST_PAGE = 50, 300, 1_000_000
"""Of a filter in a URL, which anybody can have written."""


def read_list_query(view: HistoryView, *, is_entering: bool) -> None:
    """Show the list that the URL asks for, if it is not the one that was written there: after Back, or a reload.

    A bare URL means the list without filters, but not on the way from another page, where the link has no filters.
    """
    asked = {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}
    if asked != view.query and (asked or not is_entering):
        read_query(view, asked)


def write_list_query(view: HistoryView) -> None:
    """Put what the list shows into the URL, where it is not there yet."""
    view.query = list_query(view)
    if {name: st.query_params.get_all(name) for name in st.query_params} != view.query:
        st.query_params.from_dict(view.query)


def read_query(view: HistoryView, query: Mapping[str, Sequence[str]]) -> None:
    """Set filters, order and page as a URL has them; what cannot be meant is left out."""
    last = {name: values[-1] for name, values in query.items() if values}
    order, page = last.get("order", ""), last.get("page", "")
    chosen = {
        field: tuple(dict.fromkeys(value[:LONGEST_CHOICE] for value in query.get(name, ())[:MOST_CHOICES]))
        for name, field in LISTS.items()
    }
    view.show(
        Wanted(
            text=last.get("text", "")[:LONGEST_TEXT],
            models=chosen["models"],
            statuses=chosen["statuses"],
            hosts=chosen["hosts"],
            tags=chosen["tags"],
            starred=last.get("starred") == "true",
            since=_day(last.get("since", "")),
            until=_day(last.get("until", "")),
        )
    )
    view.order = next((known for known in ORDERS if known == order), "newest")
    view.page = min(int(page), LAST_PAGE) if re.fullmatch(r"[1-9][0-9]{0,8}", page) else 1


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
