"""*Test connection*: whether the chosen host answers, takes the key, and which models it lists."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from orq_ui.client import KeyState, Probe
from orq_ui.errors import InternalError, OrqUiError
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_panel import error_box
from orq_ui.ui.text.quantities import duration, plural

TIMEOUT_S = 20.0
COST = (
    ":material/money_off: Testing costs nothing: it reads the catalogue, and with a key it sends a request without "
    "picture and model, which no provider can answer."
)
KEY_STATES = {
    KeyState.NONE: ":material/key_off: No key was sent.",
    KeyState.ACCEPTED: ":material/key: The key seems good: an incomplete request, which costs nothing, was read.",
    KeyState.REFUSED: ":red[:material/key_off: The key was refused.]",
    KeyState.UNKNOWN: ":material/help: Whether the key is good cannot be known without a paid call.",
}


def probe_panel(session: Session) -> None:
    """Draw the button, what pressing it costs, and what it found."""
    if st.button("Test connection", type="primary", icon=":material/network_check:", key="connection.test"):
        with st.spinner("Asking …"):
            session.probe = _probe(session)
    if not session.connection.is_emulator:
        st.caption(COST)
    found = session.probe
    if isinstance(found, OrqUiError):
        error_box(found)
    elif found is not None:
        _report(session, found)


def _probe(session: Session) -> Probe | OrqUiError:
    try:
        connection = session.connection.connection()
        if session.connection.is_emulator:
            # It takes any key: there is none to try, and no request to leave in its log.
            connection = replace(connection, api_key=None)
        return services().jobs.ask(lambda gateway: gateway.probe(connection), TIMEOUT_S)
    except OrqUiError as error:
        return error
    except TimeoutError:
        return InternalError("TimeoutError")


def _report(session: Session, found: Probe) -> None:
    if found.latency_ms is None:
        if found.error is not None:
            error_box(found.error)
        return
    st.success(f"Reached {session.connection.label} in {duration(found.latency_ms)}.", icon=":material/check:")
    if not session.connection.is_emulator:
        st.caption(KEY_STATES[found.key])
    if found.models:
        session.models = tuple(model.id for model in found.models)
        session.models_target = session.connection.target
        with st.expander(f"{plural(len(found.models), 'image model')} in the catalogue", icon=":material/list:"):
            st.code("\n".join(session.models), language=None)
        st.caption(
            "The pickers on the form now offer these. The catalogue does not say which of them can make variations."
        )
