"""The line before sending, the button, and what happens while a call is under way."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from orq_ui.history import RunStarted
from orq_ui.ui.composition import Composition, compose
from orq_ui.ui.connection.live_cost import live_cost
from orq_ui.ui.session import Session
from orq_ui.ui.streamlit_compat import TAB_LIST
from orq_ui.ui.text.quantities import plural, size
from orq_ui.ui.variations.findings import tally
from orq_ui.ui.variations.seed import pinned_seed_panel

POLL_S = 0.2
TABS = "workbench.tabs"
"""The key of the tabs beside the form."""
# Of several lines: Streamlit takes a string of one line for a file's path.
_SCROLL_TO_RESULT = Path(__file__).with_suffix(".js").read_text("utf-8")


def send_panel(session: Session, composition: Composition) -> None:
    """Draw what would be sent where, Send or Cancel, and the progress of a call."""
    running = session.job is not None and session.job.running
    with st.container(key="send.bar", border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container():
                st.text(_plan(session, composition))
                if not session.connection.is_emulator:
                    cost = live_cost(session.connection.label, composition.body, session.connection.defaults)
                    st.badge(cost, icon=":material/bolt:", color="orange")
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
                    disabled=composition.blocked is not None,
                )
        with st.container():
            pinned_seed_panel(session)
        # The place is always there: a fragment writes to where it was, whatever was drawn since.
        with st.container(key="send.progress"):
            if session.job is not None and session.job is not session.result:
                _progress(session, running)
        if composition.blocked and not running:
            st.caption(f":material/info: {composition.blocked}")
        if composition.problems:
            _problems(session, composition)
        elif session.picture is not None and tally(composition.findings):
            st.caption(f"{tally(composition.findings)} under **Check**")
    # Once when it is sent, and once when what came has made the page longer.
    st.components.v2.component("orq_ui_follow", js=_SCROLL_TO_RESULT)(
        key="send.follow",
        data={
            "call": f"{session.job.id} {running}" if session.job is not None else "",
            "tabs": f".st-key-workbench {TAB_LIST}",
        },
        height=0,
    )


def return_to_result(session: Session) -> None:
    """Open the Result tab for somebody who comes back from another page, if there is a result."""
    if session.result is not None and TABS not in st.session_state:
        st.session_state[TABS] = "Result"


def _send(session: Session) -> None:
    """Start the call; a second press while one is under way does nothing."""
    st.session_state[TABS] = "Result"
    if session.job is not None and session.job.running:
        return
    # Composed again: the click may have brought the last change of a field with it.
    composition = compose(session)
    if composition.blocked is None and composition.wire is not None:
        started = RunStarted(
            owner=session.owner.id,
            request=composition.wire.body,
            wire=composition.wire,
            picture=composition.picture,
            emulated=session.connection.is_emulator,
            parent=session.parent,
        )
        session.start_call(started, composition.request, session.connection.label)


def _plan(session: Session, composition: Composition) -> str:
    """Return a line such as ``cat.png (431 kB) → the built-in emulator · 1 request, at most 8 provider calls``."""
    picture, most = composition.picture, composition.max_provider_calls
    what = f"{picture.name} ({size(len(picture.bytes))})" if picture else "no picture yet"
    plan = f"{what} → {session.connection.label} · 1 request"
    if most is None:
        return plan
    return f"{plan}, {'at most ' if most > 1 else ''}{plural(most, 'provider call')}"


def _progress(session: Session, running: bool) -> None:
    @st.fragment(run_every=POLL_S if running else None)
    def poll() -> None:
        job = session.job
        if job is None:
            return
        if job.running:
            # No end is known, so the bar only nears its own.
            st.progress(1 - 1 / (1 + job.elapsed_s / 8), text=f"Waiting for the router · {job.elapsed_s:.1f} s")
        elif session.take_result():
            st.rerun()

    poll()


def _problems(session: Session, composition: Composition) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":red[:material/error: {plural(len(composition.problems), 'contract violation')}]")
        st.toggle(
            "Send as it is",
            key="send.as_is",
            value=session.as_is,
            on_change=_set_as_is,
            args=(session,),
            help="Send the request even though the contract refuses it, to see what the router says.",
        )
    st.code("\n".join(str(problem) for problem in composition.problems), language=None, wrap_lines=True)


def _set_as_is(session: Session) -> None:
    session.as_is = bool(st.session_state["send.as_is"])
