"""Choosing what the emulator plays: by itself, or as a story with a request that shows it."""

from __future__ import annotations

import streamlit as st

from orq_ui.imaging import SAMPLES, sample
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario, built_in_name
from orq_ui.ui.connection.choice import EMULATOR
from orq_ui.ui.session import Session

AS_STARTED = "as it was started"
FOR_EVERYONE = "as played for everyone"
OWN_SCENARIO = "a scenario of your own"


def scenario_panel(session: Session, page: str) -> Scenario:
    """Draw the choice of what the models do in this session, and return it; it holds for sending too."""
    key = f"{page}.scenario"
    scenario, played = session.connection.scenario, session.connection.played_scenario()
    current = AS_STARTED if scenario is None else built_in_name(scenario) or OWN_SCENARIO
    options = [AS_STARTED, *BUILT_IN_SCENARIOS, *([OWN_SCENARIO] if current == OWN_SCENARIO else [])]
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.selectbox(
        "The models behave as in",
        options,
        format_func=lambda name: _label(name, is_changed=scenario is None and played != Scenario()),
        key=key,
        on_change=_choose,
        args=(session, key),
        help="What the built-in emulator plays for this browser session.",
    )
    return played


def _label(name: str, *, is_changed: bool) -> str:
    if name in BUILT_IN_SCENARIOS:
        return BUILT_IN_SCENARIOS[name].title
    return FOR_EVERYONE if name == AS_STARTED and is_changed else name


def _choose(session: Session, key: str) -> None:
    chosen = st.session_state[key]
    if chosen == AS_STARTED:
        session.connection.scenario = None
    elif chosen in BUILT_IN_SCENARIOS:
        session.connection.scenario = BUILT_IN_SCENARIOS[chosen].scenario


def start_story(session: Session, name: str) -> None:
    """Set the session up for a story: its request in the form, its scenario at the emulator, a picture if none."""
    story = BUILT_IN_SCENARIOS[name]
    session.load_body(story.body, f"the story “{story.title}”")
    session.connection.target = EMULATOR
    session.connection.scenario, session.story = story.scenario, name
    session.as_is = False
    if session.picture is None:
        # Part of the same step back.
        session.use(sample(SAMPLES[0].id))


def current_story(session: Session) -> None:
    """Draw which scenario is on, and a button to end it."""
    scenario = session.connection.scenario
    if scenario is None or not session.connection.is_emulator:
        return
    name = built_in_name(scenario)
    story = BUILT_IN_SCENARIOS[name] if name else None
    title = story.title if story else "Your scenario"
    sentence = story.sentence if story else "The models behave as you set them on the Emulator page."
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key="composer.playing"):
        st.caption(f":material/movie: **{title}.** {sentence} Press **Send** to see it.", width="stretch")
        st.button("End the story", key="composer.end", on_click=_end, args=(session,), type="tertiary")


def _end(session: Session) -> None:
    session.connection.scenario = session.story = None
