"""Taking requests from elsewhere: they are shown first, and put into the form only when the person says so."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.share_link import PARAMETER, decode_token
from orq_ui.ui.form import placement
from orq_ui.ui.session import Session
from orq_ui.ui.variations.pending_import import Incoming


def take_link(session: Session) -> None:
    """Read the request of the address, once; a link that holds none says why."""
    token = st.query_params.get(PARAMETER)
    if token is None or token == session.link_seen:
        return
    session.link_seen = token
    try:
        session.incoming = Incoming("A link", decode_token(token))
    except InvalidInput as refused:
        session.incoming = Incoming("A link", None, (f"This link cannot be read: {refused.reason}.",))
    # The address goes back to the plain one: a reload must not bring the question up again.
    del st.query_params[PARAMETER]


def accept(session: Session) -> None:
    """Put the request into the form."""
    found = session.incoming
    if found is not None and found.request is not None:
        body = {name: value for name, value in found.request.sent().items() if name != "image"}
        session.draft.replace(body)
        session.placement = placement.placement_of(session.draft)
    session.incoming = None


def dismiss(session: Session) -> None:
    """Leave the form as it is."""
    session.incoming = None
