"""Where requests go, with which key, and whether that works."""

from __future__ import annotations

import streamlit as st
from pydantic import SecretStr

from orq_ui.client import KeyState, Probe
from orq_ui.errors import InternalError, OrqUiError
from orq_ui.settings import LIVE_HOSTS
from orq_ui.ui.connection.choice import EMULATOR, server_key
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.quantities import duration, plural

PATIENCE_S = 20.0
TARGETS = {
    EMULATOR: (
        "Built-in emulator",
        "Needs no key and no network. Nothing leaves this machine, nothing costs anything.",
    ),
    LIVE_HOSTS[0]: ("my.orq.ai", "The live router."),
    LIVE_HOSTS[1]: ("api.orq.ai", "The live router, by its other name."),
}
KEY_WORDS = {
    KeyState.NONE: ":material/key_off: No key was sent.",
    KeyState.ACCEPTED: ":material/key: The key seems good: an incomplete request, which costs nothing, was read.",
    KeyState.REFUSED: ":red[:material/key_off: The key was refused.]",
    KeyState.UNKNOWN: ":material/help: Whether the key is good cannot be told without a paid call.",
}


def target_panel(session: Session) -> None:
    """The choice of host."""
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
    """The key, for a live host."""
    if session.connection.is_emulator:
        st.caption(
            ":material/key_off: The emulator takes any key, so none is asked for, and yours is never sent to it."
        )
        return
    if server_key() is not None:
        st.caption(":material/verified_user: The server has a key of its own. It is used unless you give another here.")
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
        # Taken: it need not stand in the page any longer.
        st.session_state["connection.key"] = ""
        session.probe = None


def _forget(session: Session) -> None:
    session.connection.typed_key = None
    st.session_state["connection.key"] = ""
    session.probe = None


def timeout_panel(session: Session) -> None:
    """Our own patience, next to the router's own timeout for each attempt."""
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


def probe_panel(session: Session) -> None:
    """*Test connection* and what it found."""
    if st.button("Test connection", type="primary", icon=":material/network_check:", key="connection.test"):
        with st.spinner("Asking …"):
            session.probe = _ask(session)
    found = session.probe
    if isinstance(found, OrqUiError):
        words = message_for(found)
        st.error(words.advice, title=words.title)
        if words.detail:
            st.code(words.detail, language=None, wrap_lines=True)
    elif found is not None:
        _report(session, found)


def _ask(session: Session) -> Probe | OrqUiError:
    try:
        connection = session.connection.connection()
        return services().jobs.ask(lambda gateway: gateway.probe(connection), PATIENCE_S)
    except OrqUiError as error:
        return error
    except TimeoutError:
        return InternalError("TimeoutError")


def _report(session: Session, found: Probe) -> None:
    if found.latency_ms is None:
        if found.error is not None:
            words = message_for(found.error)
            st.error(words.advice, title=words.title)
            st.code(words.detail or "no detail", language=None, wrap_lines=True)
        return
    st.success(f"Reached {session.connection.label} in {duration(found.latency_ms)}.", icon=":material/check:")
    if not session.connection.is_emulator:
        st.caption(KEY_WORDS[found.key])
    if found.models:
        session.models = tuple(model.id for model in found.models)
        with st.expander(f"{plural(len(found.models), 'image model')} in the catalogue", icon=":material/list:"):
            st.code("\n".join(session.models), language=None)
        st.caption(
            "The pickers on the form now offer these. The catalogue does not say which of them can make variations."
        )
