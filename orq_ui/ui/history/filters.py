"""Search, order and filters: a few at hand, the rest in a popover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

import streamlit as st

from orq_ui.history import Filter, HistoryStore
from orq_ui.history.filters import LONGEST_TEXT
from orq_ui.ui.history.run_text import status_word
from orq_ui.ui.history.state import HistoryView, Wanted
from orq_ui.ui.history.widget_state import sync
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import start_of

if TYPE_CHECKING:
    from orq_ui.history import Order

ORDERS: dict[Order, str] = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "longest": "Longest first",
    "model": "By model",
}


def filter_of(wanted: Wanted, zone: tzinfo) -> Filter:
    """Return the filters as the store takes them; days are those of the person's time zone."""
    return Filter(
        text=wanted.text,
        models=wanted.models,
        statuses=wanted.statuses,
        hosts=wanted.hosts,
        tags=wanted.tags,
        starred=wanted.starred,
        since=None if wanted.since is None else start_of(wanted.since, zone),
        # The last day that there is has none after it, and no run.
        until=None if wanted.until in (None, date.max) else start_of(wanted.until + timedelta(days=1), zone),
    )


def filter_panel(session: Session, store: HistoryStore, *, is_empty: bool) -> None:
    """Draw one row: the search, the order, the star, and a popover with the rest.

    An empty list has a button of its own to clear the filters.
    """
    view = session.history
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="history.filters"):
        st.text_input(
            "Search",
            key=sync("history.text", view.wanted.text),
            placeholder="Search in requests, names, notes, tags, errors",
            max_chars=LONGEST_TEXT,
            icon=":material/search:",
            label_visibility="collapsed",
            live="250ms",
            on_change=_take_text,
            args=(view,),
        )
        # Here, where only the search makes room for it: what is to its right stays where it is.
        with st.container(width="content", key="history.filters.set"):
            if view.wanted != Wanted() and not is_empty:
                st.button(
                    f"Clear filters ({view.wanted.count})",
                    key="history.clear",
                    icon=":material/filter_alt_off:",
                    type="tertiary",
                    on_click=view.want_all,
                )
        st.selectbox(
            "Order",
            list(ORDERS),
            format_func=lambda order: ORDERS[order],
            key=sync("history.order", view.order),
            label_visibility="collapsed",
            width=150,
            on_change=_take_order,
            args=(view,),
        )
        st.toggle(
            "Starred",
            key=sync("history.starred", view.wanted.starred),
            on_change=_take_star,
            args=(view,),
            help="Only runs with a star",
        )
        _rest(session, store)


def _rest(session: Session, store: HistoryStore) -> None:
    view = session.history
    popover = st.popover("Filters", icon=":material/filter_alt:", key="history.rest", on_change="rerun")
    with popover:
        if not popover.open:
            return
        facets, wanted = store.facets(session.owner.id), view.wanted
        _choices("Status", "statuses", facets.statuses, view, status_word)
        _choices("Model", "models", facets.models, view)
        _choices("Host", "hosts", facets.hosts, view)
        _choices("Tag", "tags", facets.tags, view)
        with st.container(horizontal=True):
            for name, label, day in (("since", "From", wanted.since), ("until", "To", wanted.until)):
                st.date_input(
                    label,
                    value=None,
                    key=sync(f"history.{name}", day),
                    on_change=_take_day,
                    args=(view, name),
                    format="YYYY-MM-DD",
                )


def _choices(
    label: str, name: str, known: tuple[str, ...], view: HistoryView, words: Callable[[str], str] = str
) -> None:
    chosen = list(getattr(view.wanted, name))
    st.multiselect(
        label,
        # What is chosen stays on offer, also when its last run is gone.
        sorted({*known, *chosen}),
        format_func=words,
        key=sync(f"history.{name}", chosen),
        placeholder="Any" if known or chosen else "None yet",
        on_change=_take_choices,
        args=(view, name),
    )


def _take_text(view: HistoryView) -> None:
    view.want(text=st.session_state["history.text"] or "")


def _take_order(view: HistoryView) -> None:
    view.order, view.page = st.session_state["history.order"] or "newest", 1


def _take_star(view: HistoryView) -> None:
    view.want(starred=bool(st.session_state["history.starred"]))


def _take_choices(view: HistoryView, name: str) -> None:
    view.want(**{name: tuple(st.session_state[f"history.{name}"])})


def _take_day(view: HistoryView, name: str) -> None:
    view.want(**{name: st.session_state[f"history.{name}"]})
