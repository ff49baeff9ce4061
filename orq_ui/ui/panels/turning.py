"""The way from one large picture to the next: by its name, by arrows, by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st


def turn(places: Sequence[int], first: int, key: str, name: Callable[[int], str]) -> int:
    """Which of some pictures is looked at; nothing to choose from where there is one."""
    if len(places) == 1:
        return places[0]
    if st.session_state.get(key) not in places:
        st.session_state[key] = first
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen = st.segmented_control(
            "Picture", places, format_func=name, required=True, key=key, label_visibility="collapsed", width="content"
        )
        for label, icon, step, shortcut in (
            ("Previous", ":material/chevron_left:", -1, "Left"),
            ("Next", ":material/chevron_right:", 1, "Right"),
        ):
            st.button(
                label,
                icon=icon,
                key=f"{key}.{label}.icon-only",
                type="tertiary",
                shortcut=shortcut,
                on_click=_step,
                args=(places, key, step),
            )
    return first if chosen is None else chosen


def _step(places: Sequence[int], key: str, step: int) -> None:
    here = list(places).index(st.session_state[key])
    st.session_state[key] = places[(here + step) % len(places)]
