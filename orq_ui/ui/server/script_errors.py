"""What a visitor and the log see when a page raises."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

log = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """Log the whole error under a number, and show the visitor that number instead of Streamlit's box."""
    number = secrets.token_hex(4)
    log.error("page error %s", number, exc_info=error)
    st.error(
        f"Something in this page broke. Your form is kept. The server's log has the details under **{number}**.",
        title="This is our mistake",
    )
    return True
