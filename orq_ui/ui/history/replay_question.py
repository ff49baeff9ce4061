"""The question before an imported run is sent to a live host: whoever made the file wrote what would be paid for."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.history import Run
from orq_ui.json_safety import escape_surrogates
from orq_ui.lint.received import as_received
from orq_ui.routing import Policy
from orq_ui.ui.connection.live_cost import live_cost
from orq_ui.ui.history.actions import send_again
from orq_ui.ui.history.run_text import models_of
from orq_ui.ui.session import Session


def replay_question(session: Session, run: Run) -> None:
    """Draw the question while it is open, in a container that is always there."""
    with st.container(key="history.question"):
        if session.history.asking != run.id:
            return
        with st.container(border=True, key="history.question.box"):
            st.markdown("**Send this call from a file?**")
            st.caption("The run was imported: somebody else may have written what would be sent with your key.")
            st.code(_what(session, run), language=None, wrap_lines=True)
            with st.container(horizontal=True):
                st.button(
                    "Send it",
                    type="primary",
                    icon=":material/send:",
                    key="history.question.yes",
                    on_click=_confirm,
                    args=(session, run.id),
                )
                st.button("Do not send", key="history.question.no", on_click=_close, args=(session,))


def _what(session: Session, run: Run) -> str:
    """Return what would be called, where, with which models, and what that may cost."""
    asked = f"{run.sent.method} {urlsplit(run.sent.url).path}\nhost: {run.host}\nmodel: {_models(run)}"
    return escape_surrogates(f"{asked}\n{live_cost(run.host, run.request, session.connection.defaults)}")


def _models(run: Run) -> str:
    """Return every model that the call may reach, in the order in which they are tried."""
    try:
        policy = Policy.from_body(as_received(run.request))
    except InvalidInput:
        return models_of(run)
    first = [share.model for share in policy.balancer.value] or [policy.model or "none"]
    return ", then ".join([" or ".join(first), *policy.fallbacks.value])


def _confirm(session: Session, run_id: str) -> None:
    session.history.asking = None
    session.history.confirmed.add(run_id)
    send_again(session, run_id)


def _close(session: Session) -> None:
    session.history.asking = None
