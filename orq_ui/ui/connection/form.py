"""Where requests go, with which key, and how long to wait."""

from __future__ import annotations

import streamlit as st
from pydantic import SecretStr

from orq_ui.settings import LIVE_HOSTS
from orq_ui.ui.connection.choice import EMULATOR, server_key
from orq_ui.ui.services import services
from orq_ui.ui.session import Session

TARGETS = {
    EMULATOR: (
        "Built-in emulator",
        "Needs no key and no network. Nothing leaves this machine, nothing costs anything.",
    ),
    LIVE_HOSTS[0]: ("my.orq.ai", "The live router."),
    LIVE_HOSTS[1]: ("api.orq.ai", "The live router under its other name."),
}


def target_panel(session: Session) -> None:
    """Draw the choice of host."""
    targets = [EMULATOR, *services().settings.hosts]
    key = "connection.target"
    if st.session_state.get(key) not in targets:
        st.session_state[key] = session.connection.target
    st.radio(
        "Where requests go",
        targets,
        format_func=lambda target: TARGETS.get(target, (target, ""))[0],
        captions=[TARGETS.get(target, ("", "Allowed by the owner of this server."))[1] for target in targets],
        key=key,
        on_change=_choose,
        args=(session,),
    )


def _choose(session: Session) -> None:
    session.connection.target = st.session_state["connection.target"]
    session.probe = None


def key_panel(session: Session) -> None:
    """Draw the field for the key, for a live host."""
    if session.connection.is_emulator:
        st.caption(
            ":material/key_off: The emulator takes any key, so none is asked for, and yours is never sent to it."
        )
        return
    if server_key() is not None:
        st.caption(
            ":material/verified_user: The server has a key of its own. It is used unless you enter another one here."
        )
    # A form, as a password field does not give its text away when it is merely left.
    with st.form("connection.form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "orq.ai key",
            type="password",
            autocomplete="off",
            key="connection.key",
            placeholder="given for this session" if session.connection.typed_key else "",
            help="Kept in this browser session only. It goes to the chosen host and nowhere else: not into history, "
            "code, links or logs.",
        )
        st.form_submit_button("Use this key", key="connection.use", on_click=_take_key, args=(session,))
    if session.connection.typed_key is not None:
        st.button(
            "Forget the key", icon=":material/delete:", key="connection.forget", on_click=_forget, args=(session,)
        )


def _take_key(session: Session) -> None:
    typed = (st.session_state["connection.key"] or "").strip()
    if typed:
        session.connection.typed_key = SecretStr(typed)
        # It has been taken, so it need not stay in the page.
        st.session_state["connection.key"] = ""
        session.probe = None


def _forget(session: Session) -> None:
    session.connection.typed_key = None
    st.session_state["connection.key"] = ""
    session.probe = None


def timeout_panel(session: Session) -> None:
    """Draw how long this client waits; the router has a timeout of its own for each attempt."""
    key = "connection.timeout"
    if key not in st.session_state:
        st.session_state[key] = session.connection.timeout_s
    st.number_input(
        "Timeout in seconds",
        min_value=1.0,
        max_value=3600.0,
        step=10.0,
        format="%g",
        key=key,
        on_change=lambda: setattr(session.connection, "timeout_s", float(st.session_state[key])),
        help="How long to wait for the whole answer. The router's own timeout.call_timeout counts for each attempt.",
    )


def live_models_note() -> None:
    """Draw what is known about models on live hosts."""
    st.warning(
        "OpenAI retired dall-e-2, the model that this endpoint was made for, on 12 May 2026. Which models the live "
        "router serves variations with today is not documented, so a live call may answer that the model is unknown.",
        title="About live models",
        icon=":material/event_busy:",
    )
