"""What the page says while the history cannot be read."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.history.list import VARIATIONS
from orq_ui.ui.text.messages import said


def away_panel(failed: HistoryUnavailable) -> None:
    """Why, as far as a visitor may know, and how to go on."""
    words = said(failed)
    st.error(words.advice, title=words.title, icon=":material/cloud_off:")
    st.caption("Calls can be sent all the same. Their results are shown, and can be saved there.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Try again", icon=":material/refresh:", key="history.again")
        st.page_link(VARIATIONS, label="Go to Variations", icon=":material/auto_awesome:")
