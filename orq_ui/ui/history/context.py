"""What the History page's drawings share: the time zone, and the addresses of this person's pictures."""

from __future__ import annotations

import time

import streamlit as st

from orq_ui.ui.history.nav_reset import come_home
from orq_ui.ui.history.run_html import Scene
from orq_ui.ui.history.state import Told
from orq_ui.ui.history.url import show_list, shown
from orq_ui.ui.server.signed_urls import picture_address
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import browser_zone

MOST_DETAIL = 500
"""Characters of others' words under a message."""

ALWAYS = ("history.storage", "history.back")
"""Of these keys one is on the list and one on everything else; Streamlit forgets those that it has not just drawn."""


def scene_of(session: Session) -> Scene:
    """As this person sees it now."""
    owner = session.owner
    return Scene(time.time(), browser_zone(), lambda run, place: picture_address(owner, run, place, "small"))


def come_in(session: Session) -> None:
    """Forget what was told of another run, and after another page what could be undone here."""
    view, place = session.history, shown()
    has_left = not any(key in st.session_state for key in ALWAYS)
    if has_left:
        view.binned = ()
    if has_left or view.place != place:
        view.told, view.arrived, view.place = None, None, place


def way_back() -> None:
    """To the list, by a button and by the navigation's own link."""
    st.button("All runs", icon=":material/arrow_back:", key="history.back", on_click=show_list)
    come_home(show_list)


def told_panel(told: Told | None) -> None:
    """What was just done, or what went wrong with it; its place is always there."""
    with st.container():
        if told is None:
            return
        if told.kind == "error":
            st.error(told.said.advice, title=told.said.title, icon=":material/error:")
        else:
            st.success(told.said.advice, title=told.said.title, icon=":material/check:")
        if told.said.detail:
            st.code(told.said.detail[:MOST_DETAIL], language=None, wrap_lines=True)
