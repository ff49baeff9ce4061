"""The button below a small picture that opens it large."""

from __future__ import annotations

import streamlit as st


def view_button(key: str, what: str) -> bool:
    """Whether it was just pressed; ``what`` completes the sentence "View …", for a mouse and a screen reader."""
    return bool(st.button("View", icon=":material/zoom_in:", key=key, type="tertiary", help=f"View {what}"))
