"""Widgets that show what the tab knows: the value is put in before the widget is drawn, and taken by its callback."""

from __future__ import annotations

import streamlit as st


def hold(key: str, value: object) -> str:
    """Let the widget of this key show a value, also when it was not drawn for a while; gives the key."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key
