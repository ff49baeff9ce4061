"""Choosing what the emulator plays."""

from __future__ import annotations

import streamlit as st

from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario
from orq_ui.ui.connection.choice import name_of
from orq_ui.ui.scenarios.stories import OWN, STORY_TITLES, tell
from orq_ui.ui.session import Session

AS_STARTED = "as it was started"


def scenario_panel(session: Session, page: str) -> Scenario:
    """Pick what the models do, for this session; the choice holds for sending too."""
    key = f"{page}.scenario"
    current = _current(session)
    options = [AS_STARTED, *BUILT_IN_SCENARIOS, *([OWN] if current == OWN else [])]
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.selectbox(
        "The models behave as in",
        options,
        format_func=lambda name: STORY_TITLES.get(name, name),
        key=key,
        on_change=_choose,
        args=(session, key),
        help="What the built-in emulator plays for this browser session.",
    )
    return session.connection.scenario or Scenario()


def _current(session: Session) -> str:
    scenario = session.connection.scenario
    return AS_STARTED if scenario is None else name_of(scenario) or OWN


def _choose(session: Session, key: str) -> None:
    chosen = st.session_state[key]
    if chosen == AS_STARTED:
        session.connection.scenario = None
    elif chosen in BUILT_IN_SCENARIOS:
        session.connection.scenario = BUILT_IN_SCENARIOS[chosen].scenario


def story_menu(session: Session) -> None:
    """A demo in two clicks: the story, then Send."""
    st.menu_button(
        "Story",
        list(STORY_TITLES.values()),
        icon=":material/movie:",
        key="composer.story",
        help="A scenario at the emulator with a request that fits it, ready to be sent.",
        on_click=_tell,
        args=(session,),
    )


def _tell(session: Session) -> None:
    chosen = st.session_state["composer.story"]
    name = next((name for name, title in STORY_TITLES.items() if title == chosen), None)
    if name is not None:
        tell(session, name)


def playing(session: Session) -> None:
    """Say which story is on, and offer to end it."""
    scenario = session.connection.scenario
    if scenario is None or not session.connection.is_emulator:
        return
    name = name_of(scenario)
    story = BUILT_IN_SCENARIOS[name] if name else None
    sentence = story.sentence if story else "The models behave as you set them on the Emulator page."
    with st.container(border=True, key="composer.playing"):
        told, end = st.columns([4, 1], vertical_alignment="center")
        title = story.title if story else "Your scenario"
        told.caption(f":material/movie: **{title}.** {sentence} Press **Send** to play it.")
        end.button("End it", key="composer.end", on_click=_end, args=(session,), type="tertiary", width="stretch")


def _end(session: Session) -> None:
    session.connection.scenario = None
