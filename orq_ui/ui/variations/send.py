"""The line before sending, the button, and what happens while a call is under way."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import plural, size
from orq_ui.ui.variations.findings import tally
from orq_ui.ui.variations.scrolling import follow_call
from orq_ui.ui.variations.sending import Preflight, send, settle

POLL_S = 0.2
TABS = "workbench.tabs"
"""The key of the tabs beside the form."""


def send_panel(session: Session, look: Preflight) -> None:
    """Preflight, Send or Cancel, and the progress of a call."""
    running = session.job is not None and session.job.running
    with st.container(key="send.bar", border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container():
                st.text(_line(session, look))
                if not session.connection.is_emulator:
                    st.badge("Live: this call may cost money", icon=":material/bolt:", color="orange")
            if running and session.job is not None:
                st.button(
                    "Cancel", icon=":material/stop:", key="send.cancel", on_click=session.job.cancel, shortcut="Esc"
                )
            else:
                st.button(
                    "Send",
                    type="primary",
                    icon=":material/send:",
                    key="send.send",
                    shortcut="Mod+Enter",
                    on_click=_send,
                    args=(session,),
                    disabled=look.blocked is not None,
                )
        # The place is always there: a fragment writes to where it stood, whatever was drawn since.
        with st.container(key="send.progress"):
            if session.job is not None and session.job is not session.result:
                _progress(session, running)
        if look.blocked and not running:
            st.caption(f":material/info: {look.blocked}")
        if look.problems:
            _problems(session, look)
        elif session.picture is not None and tally(look.findings):
            st.caption(f"{tally(look.findings)} under **Check**")
    # Once when it is sent, and once when what came has made the page longer.
    follow_call(f"{session.job.id} {running}" if session.job is not None else "")


def come_back_to_result(session: Session) -> None:
    """Coming back from another page, a result that is there is what one wants to see."""
    if session.result is not None and TABS not in st.session_state:
        st.session_state[TABS] = "Result"


def _send(session: Session) -> None:
    send(session)
    st.session_state[TABS] = "Result"


def _line(session: Session, look: Preflight) -> str:
    picture = session.picture
    what = f"{picture.name} ({size(len(picture.bytes))})" if picture else "no picture yet"
    where = f"{what} → {session.connection.label} · 1 request"
    if look.provider_calls is None:
        return where
    calls = plural(look.provider_calls, "provider call")
    return f"{where}, {'at most ' if look.provider_calls > 1 else ''}{calls}"


def _progress(session: Session, running: bool) -> None:
    @st.fragment(run_every=POLL_S if running else None)
    def poll() -> None:
        job = session.job
        if job is None:
            return
        if job.running:
            # No end is known, so the bar only nears its own.
            st.progress(1 - 1 / (1 + job.elapsed_s / 8), text=f"Waiting for the router · {job.elapsed_s:.1f} s")
        elif settle(session):
            st.rerun()

    poll()


def _problems(session: Session, look: Preflight) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":red[:material/error: {plural(len(look.problems), 'problem')}] with the contract")
        st.toggle(
            "Send as it is",
            key="send.as_is",
            value=session.as_is,
            on_change=_as_is,
            args=(session,),
            help="Send the request although the contract refuses it, to see what the router says.",
        )
    st.code("\n".join(str(problem) for problem in look.problems), language=None, wrap_lines=True)


def _as_is(session: Session) -> None:
    session.as_is = bool(st.session_state["send.as_is"])
