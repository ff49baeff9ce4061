"""Pictures opened large: the button below a small one, and the way from one to the next by click or arrow key."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orq_ui.history import SOURCE


def picture_name(place: int) -> str:
    """Return a picture's name, such as ``Variation 2``."""
    return "The source" if place == SOURCE else f"Variation {place + 1}"


def view_button(key: str, what: str) -> bool:
    """Return whether it was just pressed; ``what`` completes "View …", for a mouse and a screen reader."""
    return bool(st.button("View", icon=":material/zoom_in:", key=key, type="tertiary", help=f"View {what}"))


def open_at(key: str, place: int) -> None:
    """Begin with this picture, wherever the large view was when it was closed."""
    st.session_state[key] = place


def previous_and_next(places: Sequence[int], key: str, label: str) -> None:
    """Draw which picture is shown, with a button on either side where there are others.

    No list of them all: a focused one would take the arrow keys for itself.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}.turn"):
        if len(places) > 1:
            _button("Previous", ":material/chevron_left:", "Left", places, key, -1)
        st.markdown(f"**{label}**", width="content")
        if len(places) > 1:
            _button("Next", ":material/chevron_right:", "Right", places, key, 1)


def _button(label: str, icon: str, shortcut: str, places: Sequence[int], key: str, step: int) -> None:
    st.button(
        label, icon=icon, key=f"{key}.{label}.icon-only", shortcut=shortcut, on_click=_step, args=(places, key, step)
    )


def _step(places: Sequence[int], key: str, step: int) -> None:
    here = list(places).index(st.session_state[key])
    st.session_state[key] = places[(here + step) % len(places)]
