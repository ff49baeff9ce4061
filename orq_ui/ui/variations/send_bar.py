"""The line before sending, the button, and what happens while a call is under way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from orq_ui.history import RunStarted
from orq_ui.ui.call_progress import call_progress
from orq_ui.ui.composition import Composition, compose
from orq_ui.ui.connection.live_cost import live_cost
from orq_ui.ui.session import Session
from orq_ui.ui.streamlit_compat import TAB_LIST
from orq_ui.ui.text.quantities import plural
from orq_ui.ui.variations.findings import tally
from orq_ui.ui.variations.seed import pinned_seed_panel

TABS = "workbench.tabs"
"""The key of the tabs beside the form."""
# Of several lines: Streamlit takes a string of one line for a file's path.
_FOLLOW = Path(__file__).with_suffix(".js").read_text("utf-8")


def send_panel(session: Session, composition: Composition) -> None:
    """Draw what would be sent where, Send or Cancel, and below either the progress of a call or what to know first."""
    running = session.job is not None and session.job.running
    with st.container(key="send.bar", border=True, gap="xsmall"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.text(_plan(session, composition), width="stretch")
            if running and session.job is not None:
                # Without a key of its own: Escape closes lists and large views, too.
                st.button("Cancel", icon=":material/stop:", key="send.cancel", on_click=session.job.cancel)
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
        with st.container(key="send.progress"):
            if session.job is not None and session.job is not session.result:
                call_progress(session.job, "Waiting for the router", "send.waiting")
            else:
                # Not a caption, which is fainter than what costs money may be.
                st.markdown(
                    f":small[{' · '.join(_remarks(session, composition)) or ':material/check: Ready to be sent'}]"
                )
        pinned_seed_panel(session)
        if composition.problems:
            _problems(session, composition)
    st.components.v2.component("orq_ui_follow", js=_FOLLOW)(
        key="send.follow",
        data={
            # Once when it is sent, and once when what came has made the page longer.
            "call": f"{session.job.id} {running}" if session.job is not None else "",
            "tabs": f".st-key-workbench {TAB_LIST}",
            "offer": ".st-key-incoming-card" if session.pending_import is not None else "",
        },
        height=0,
    )


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
    """Return a line such as ``cat.png → 4 variations from the built-in emulator, at most 8 provider calls``."""
    picture, most = composition.picture, composition.max_provider_calls
    what = f"{picture.name} → " if picture else ""
    count = composition.pictures
    plan = f"{what}{'variations' if count is None else plural(count, 'variation')} from {session.connection.label}"
    if most is None:
        return plan
    return f"{plan}, {'at most ' if most > 1 else ''}{plural(most, 'provider call')}"


def _remarks(session: Session, composition: Composition) -> Iterator[str]:
    """Yield what to know before sending, as Markdown."""
    if not session.connection.is_emulator:
        cost = live_cost(session.connection.label, composition.body, session.connection.defaults)
        yield f":orange-badge[:material/bolt: {cost}]"
    if composition.blocked:
        yield f":material/info: {composition.blocked}"
    if session.picture is not None and not composition.problems and (found := tally(composition.findings)):
        yield f"{found} under **Check**"


def _problems(session: Session, composition: Composition) -> None:
    """Draw what the contract refuses, and the switch that sends it nevertheless."""
    wrong = [str(problem) for problem in composition.problems if not problem.is_missing]
    missing = [problem.path for problem in composition.problems if problem.is_missing]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f":material/error: {plural(len(wrong), 'value')} against the contract" if wrong else "Not complete yet",
            width="stretch",
        )
        st.toggle(
            "Send as it is",
            key="send.as_is",
            value=session.as_is,
            on_change=_set_as_is,
            args=(session,),
            help="Send the request even though the contract refuses it, to see what the router says.",
        )
    if wrong or missing != ["model"]:
        lines = [*wrong, *([f"still missing: {', '.join(missing)}"] if missing else [])]
        st.code("\n".join(lines), language=None, wrap_lines=True)


def _set_as_is(session: Session) -> None:
    session.as_is = bool(st.session_state["send.as_is"])
