"""The form with what is above it: what to start from, imports, clearing, undoing, and where the router's options go."""

from __future__ import annotations

from functools import cache

import streamlit as st

from orq_ui.api import unknown_keys
from orq_ui.imaging import style_picture
from orq_ui.ui.composition import Composition
from orq_ui.ui.form import Form, draw_groups, placement
from orq_ui.ui.scenarios.assumptions import assumptions_line
from orq_ui.ui.scenarios.picker import current_story
from orq_ui.ui.server.routes import STYLE_PREFIX
from orq_ui.ui.session import EMULATED_MODELS, Session
from orq_ui.ui.variations.import_and_share import import_button, pending_import_card, share_button
from orq_ui.ui.variations.start_menu import start_menu

PAGE = "variations"
PLACEMENTS = ("orq", "top level")
CLASSIC_MODELS = ("openai/dall-e-2", "openai/gpt-image-1")
"""The models that this endpoint was made for. Their vendor has retired both; requests may still name them."""


def request_form_panel(session: Session, composition: Composition) -> None:
    """Draw everything of the request but the picture."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="composer.tools"):
        start_menu(session)
        import_button(session)
        share_button(composition)
        st.button(
            "Clear all",
            icon=":material/backspace:",
            key="composer.clear",
            on_click=session.clear,
            type="tertiary",
        )
        if session.undo is not None:
            st.button(
                "Undo",
                icon=":material/undo:",
                key="composer.undo",
                on_click=session.undo_last,
                type="tertiary",
                help=f"Go back to what was there before {session.undo.what}; once more undoes that",
            )
    with st.container():  # what follows stays where it is when an offer or a story comes or goes
        pending_import_card(session)
        current_story(session)
        assumptions_line(session)
    form = Form(
        page=PAGE,
        draft=session.draft,
        models=_model_options(session),
        styles=_styles() if session.connection.is_emulator else {},
        problems=composition.problems,
        unknown=tuple(unknown_keys(composition.request)),
    )
    draw_groups(form, session.placement, lambda: _placement_switch(session))


def _model_options(session: Session) -> tuple[str, ...]:
    """Return what the pickers list; any other name can be typed."""
    return tuple(dict.fromkeys((*session.known_models, *CLASSIC_MODELS)))


@cache
def _styles() -> dict[str, str]:
    """Return where the pictures of the emulator's own models are."""
    return {model: STYLE_PREFIX + model for model in EMULATED_MODELS if style_picture(model) is not None}


def _placement_switch(session: Session) -> None:
    """Draw the switch between the two places of the shared options."""
    key = "composer.placement"
    if st.session_state.get(key) != session.placement:
        st.session_state[key] = session.placement
    st.segmented_control(
        "Sent in",
        PLACEMENTS,
        required=True,
        key=key,
        on_change=_move,
        args=(session,),
        help="The router takes name, retry, fallbacks, fallback_on_codes, cache, load_balancer and timeout both "
        "inside orq and at top level. Where both are given, the top level wins.",
    )
    doubled = placement.in_both_places(session.draft)
    hidden = [name for name in placement.elsewhere(session.draft, session.placement) if name not in doubled]
    if doubled:
        st.warning(f"Set in both places: {', '.join(doubled)}. The router takes the one at top level.")
    if hidden:
        st.info(f"Also set in the other place: {', '.join(hidden)}.")


def _move(session: Session) -> None:
    session.placement = st.session_state["composer.placement"]
    placement.move(session.draft, session.placement)
