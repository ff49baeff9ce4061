"""The form with what stands above it: examples, clearing, and where the router's options go."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.form import Form, draw_groups, placement
from orq_ui.ui.scenarios.picker import playing, story_menu
from orq_ui.ui.session import FIRST_MODEL, Session
from orq_ui.ui.variations.examples import EXAMPLES
from orq_ui.ui.variations.import_box import import_button
from orq_ui.ui.variations.models import offered
from orq_ui.ui.variations.presets import presets_panel
from orq_ui.ui.variations.sending import Preflight
from orq_ui.ui.variations.sharing import share_button

PAGE = "variations"
PLACES = ("orq", "top level")


def composer_panel(session: Session, look: Preflight) -> None:
    """Everything of the request but the picture."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Request", width="stretch")
        st.button(
            "Clear all",
            icon=":material/backspace:",
            key="composer.clear",
            on_click=_clear,
            args=(session,),
            type="tertiary",
        )
    with st.container(horizontal=True, gap="xsmall"):
        st.menu_button(
            "Fill with an example",
            [example.title for example in EXAMPLES],
            icon=":material/magic_button:",
            key="composer.example",
            on_click=_fill,
            args=(session,),
        )
        story_menu(session)
        import_button(session)
        share_button(session)
    with st.container():  # what follows stays where it is when a story begins or ends
        playing(session)
    form = Form(PAGE, session.draft, offered(session), look.problems)
    draw_groups(form, session.placement, lambda: _place(session))
    presets_panel(session)


def _fill(session: Session) -> None:
    chosen = st.session_state["composer.example"]
    example = next((example for example in EXAMPLES if example.title == chosen), None)
    if example is not None:
        session.draft.replace(example.body)
        session.placement = placement.placement_of(session.draft)


def _clear(session: Session) -> None:
    session.draft.replace({"model": FIRST_MODEL})
    session.placement = "orq"
    session.as_is = False


def _place(session: Session) -> None:
    """The switch between the two places of the shared options."""
    key = "composer.placement"
    if st.session_state.get(key) != session.placement:
        st.session_state[key] = session.placement
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Router options", width="stretch")
        st.segmented_control(
            "Sent in",
            PLACES,
            required=True,
            key=key,
            on_change=_move,
            args=(session,),
            help="The router takes name, retry, fallbacks, fallback_on_codes, cache, load_balancer and timeout both "
            "inside orq and at top level. Where both are given, the top level wins.",
        )
    doubled = placement.doubled(session.draft)
    hidden = [name for name in placement.elsewhere(session.draft, session.placement) if name not in doubled]
    if doubled:
        st.warning(f"Set in both places: {', '.join(doubled)}. The router takes the one at top level.")
    if hidden:
        st.info(f"Also set in the other place: {', '.join(hidden)}.")


def _move(session: Session) -> None:
    session.placement = st.session_state["composer.placement"]
    placement.move(session.draft, session.placement)
