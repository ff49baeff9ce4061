"""Widgets that show the tab's state: their value is set before they are drawn, and read by their callback."""

from __future__ import annotations

import streamlit as st


def sync(key: str, value: object) -> str:
    """Set what the widget of this key shows, also when it was not drawn for a while, and return the key."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key
