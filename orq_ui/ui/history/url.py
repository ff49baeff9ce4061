"""What the History page shows, kept in its URL, so that a reload, Back and a bookmark find it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from orq_ui.ui.history.state import HistoryView, Query
from orq_ui.ui.streamlit_compat import NAVIGATION_LINK

RUN, WITH = "run", "with"
_ID = re.compile(r"[0-9a-f]{32}")
NOBODYS = "0" * 32
"""Replaces whatever is not a run's id."""
LISTS = {"status": "statuses", "model": "models", "host": "hosts", "tag": "tags"}
"""Names in the URL that may be there several times, and the filters that they set."""
DAYS = ("since", "until")
# Of several lines: Streamlit takes a string of one line for a file's path.
_NAV_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def open_runs() -> tuple[str | None, str | None]:
    """Return the id of the run that is open, and of the one that it is compared with."""
    run, other = (st.query_params.get(name) for name in (RUN, WITH))
    return (None, None) if run is None else (_checked(run), None if other is None else _checked(other))


def show_list(view: HistoryView) -> None:
    """Go back to the list as it was."""
    view.query = list_query(view)
    st.query_params.from_dict(view.query)


def list_query(view: HistoryView) -> Query:
    """Return the filters, the order and the page of the list as the URL has them; what is as usual is left out."""
    wanted = view.wanted
    query = {name: list(getattr(wanted, field)) for name, field in LISTS.items()}
    query["text"] = [wanted.text] if wanted.text else []
    query["starred"] = ["true"] if wanted.starred else []
    for name in DAYS:
        day = getattr(wanted, name)
        query[name] = [] if day is None else [day.isoformat()]
    query["order"] = [] if view.order == "newest" else [view.order]
    query["page"] = [] if view.page == 1 else [str(view.page)]
    return {name: values for name, values in query.items() if values}


def show_run(run_id: str) -> None:
    """Open a run."""
    _set({RUN: run_id})


def show_pair(first: str, second: str) -> None:
    """Open two runs side by side."""
    _set({RUN: first, WITH: second})


def _set(wanted: dict[str, str]) -> None:
    # One assignment, so that one step of the browser's history is made.
    st.query_params.from_dict(wanted)


def _checked(given: str) -> str:
    return given if _ID.fullmatch(given) else NOBODYS


def on_nav_click(go: Callable[[], None]) -> None:
    """Call ``go`` when the navigation's link to the open page is clicked: Streamlit does nothing then."""
    st.components.v2.component("orq_ui_home", js=_NAV_SCRIPT)(
        key="home", data={"links": NAVIGATION_LINK}, on_home_change=go, height=0
    )
