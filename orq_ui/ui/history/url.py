"""What the History page shows, kept in its URL, so that it survives a reload and can be bookmarked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from orq_ui.ui.streamlit_compat import NAVIGATION_LINK

RUN, WITH = "run", "with"
_ID = re.compile(r"[0-9a-f]{32}")
NOBODYS = "0" * 32
"""Replaces whatever is not a run's id."""
# Of several lines: Streamlit takes a string of one line for a file's path.
_NAV_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def open_runs() -> tuple[str | None, str | None]:
    """Return the id of the run that is open, and of the one that it is compared with."""
    run, other = (st.query_params.get(name) for name in (RUN, WITH))
    return (None, None) if run is None else (_checked(run), None if other is None else _checked(other))


def show_list() -> None:
    """Go back to the list."""
    _set({})


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
