"""One menu of everything to start from: examples, stories, and presets of router options."""

from __future__ import annotations

import streamlit as st

from orq_ui.routing import BUILT_IN_SCENARIOS
from orq_ui.ui.scenarios.picker import start_story
from orq_ui.ui.session import Session
from orq_ui.ui.variations.examples import EXAMPLES
from orq_ui.ui.variations.presets import presets_panel

MENU = "start.popover"
"""The key of the menu."""


def start_menu(session: Session) -> None:
    """Draw the button that opens the menu; what is in it is drawn while it is open."""
    with st.popover("Start from …", icon=":material/magic_button:", key=MENU, on_change="rerun") as menu:
        if menu.open:
            with st.container(width=640):
                _menu(session)


def _menu(session: Session) -> None:
    st.markdown("**Examples**: a request that shows what can be asked, in place of the one in the form")
    with st.container(horizontal=True, gap="xsmall"):
        for name in EXAMPLES:
            st.button(name, key=f"start.example.{name}", on_click=_fill, args=(session, name))
    st.markdown("**Stories**: a request, and models of the emulator that are slow, fail or recover while it is sent")
    with st.container(horizontal=True, gap="xsmall"):
        for name, story in BUILT_IN_SCENARIOS.items():
            st.button(
                story.title,
                key=f"start.story.{name}",
                help=story.sentence,
                on_click=_begin,
                args=(session, name),
            )
    st.markdown("**Presets**: router options under a name, for the request that is in the form")
    presets_panel(session)


def _fill(session: Session, name: str) -> None:
    session.load_body(EXAMPLES[name], f"the example “{name}”")
    st.session_state[MENU] = False


def _begin(session: Session, name: str) -> None:
    start_story(session, name)
    st.session_state[MENU] = False
