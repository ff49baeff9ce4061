"""The newest runs, where a tab has no result of its own yet: after a reload, nothing seems lost."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.history.context import scene_of
from orq_ui.ui.history.run_html import card
from orq_ui.ui.pages import HISTORY
from orq_ui.ui.services import services
from orq_ui.ui.session import Session

MOST = 3
"""From the frame, as Streamlit wants it."""


def recent_panel(session: Session) -> None:
    """A few runs with a way to each; nothing for somebody new."""
    try:
        lines = services().history.store().page(session.owner.id, per_page=MOST).lines
        scene = scene_of(session)
    except HistoryUnavailable:
        return  # the History page says so
    if not lines:
        return
    st.caption("Sent before")
    for brief in lines:
        key = f"recent.{brief.id}"
        with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
            st.html(card(brief, scene))
            st.page_link(
                HISTORY.path,
                label="Open",
                icon=":material/chevron_right:",
                query_params={"run": brief.id},
                width="content",
            )
