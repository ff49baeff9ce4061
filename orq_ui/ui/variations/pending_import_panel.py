"""Shows a request that came from elsewhere, and asks what to do with it."""

from __future__ import annotations

import streamlit as st

from orq_ui.api.json_diff import diff_json
from orq_ui.ui.session import Session
from orq_ui.ui.text.json_format import format_json
from orq_ui.ui.text.tables import table
from orq_ui.ui.variations.accept_import import accept, dismiss
from orq_ui.ui.variations.pending_import import Incoming


def incoming_panel(session: Session) -> None:
    """What was understood, what it would change, and the two buttons."""
    found = session.incoming
    if found is None:
        return
    with st.container(border=True, key="incoming.card"):
        if found.request is None:
            st.subheader(f"{found.origin} that holds no request")
        else:
            st.subheader(f"{found.origin} with a request")
        for note in found.notes:
            st.text(f"• {note}")
        with st.container(horizontal=True):
            if found.request is not None:
                st.button(
                    "Put it into the form",
                    type="primary",
                    icon=":material/check:",
                    key="incoming.accept",
                    on_click=accept,
                    args=(session,),
                )
            st.button("Leave the form as it is", key="incoming.dismiss", on_click=dismiss, args=(session,))
        if found.request is not None:
            _preview(session, found)


def _preview(session: Session, found: Incoming) -> None:
    body = found.request.body() if found.request is not None else {}
    unknown = found.request.unknown_keys() if found.request is not None else []
    if unknown:
        st.text(f"• Keys that the contract does not name, kept as they are: {', '.join(unknown)}")
    changes = diff_json(session.draft.body, {name: value for name, value in body.items() if name != "image"})
    with st.expander("What it holds, and what it changes", icon=":material/difference:", expanded=True):
        st.code(format_json(body), language="json")
        if changes:
            table(("field", "in the form now", "in what came"), changes, label="Changes")
        else:
            st.text("It is the same as what the form holds now.")
