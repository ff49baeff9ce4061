"""What the History page's panels share: the time zone, picture URLs, the way back, and messages."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.history.run_card import Scene
from orq_ui.ui.history.state import HistoryView, Told
from orq_ui.ui.history.url import on_nav_click, open_runs, show_list
from orq_ui.ui.pages import VARIATIONS
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import browser_zone
from orq_ui.ui.text.error_messages import message_for

"""From the frame, as Streamlit wants it."""
MAX_DETAIL = 500
"""Characters of a detail by others that are shown under a message."""

ALWAYS = ("history.storage", "history.back")
"""One of these widgets is on the list and one on every other view; Streamlit forgets keys that it did not just draw."""


def scene_of(session: Session) -> Scene:
    """Return the scene for this person, now."""
    owner = session.owner
    return Scene(time.time(), browser_zone(), lambda run, place: services().pictures.url(owner, run, place, "small"))


def enter_page(session: Session) -> bool:
    """Drop messages about another run and, when coming from another page, what could be undone; return whether so."""
    view, place = session.history, open_runs()
    has_left = not any(key in st.session_state for key in ALWAYS)
    if has_left:
        view.binned = ()
    if has_left or view.place != place:
        view.told, view.arrived, view.asking, view.place = None, None, None, place
    return has_left


def back_to_list(view: HistoryView) -> None:
    """Draw the way back to the list: a button, and the navigation's own link."""
    st.button("All runs", icon=":material/arrow_back:", key="history.back", on_click=show_list, args=(view,))
    on_nav_click(partial(show_list, view))


def message_panel(told: Told | None) -> None:
    """Draw what was just done, or what went wrong with it, in a container that is always there."""
    with st.container():
        if told is None:
            return
        if told.kind == "error":
            st.error(told.said.advice, title=told.said.title, icon=":material/error:")
        else:
            st.success(told.said.advice, title=told.said.title, icon=":material/check:")
        if told.said.detail:
            st.code(told.said.detail[:MAX_DETAIL], language=None, wrap_lines=True)


def unavailable_panel(failed: HistoryUnavailable) -> None:
    """Draw why the history cannot be read, as far as a visitor may know, and how to go on."""
    words = message_for(failed)
    st.error(words.advice, title=words.title, icon=":material/cloud_off:")
    st.caption("You can still send calls. Their results are shown, and can be saved there.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Try again", icon=":material/refresh:", key="history.again")
        st.page_link(VARIATIONS.path, label="Go to Variations", icon=":material/auto_awesome:")
