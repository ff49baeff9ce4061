"""One picture of a run as large as the window allows."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import SOURCE, Run
from orq_ui.ui.downloads import download_link
from orq_ui.ui.server.sealed import picture_address
from orq_ui.ui.session import Session
from orq_ui.ui.words import size


@st.dialog("Picture", width="large")
def large_view(session: Session, run: Run, place: int) -> None:
    """A picture, and the way to its neighbours; the source is the last, so that the others have their own numbers."""
    pictures = [kept for kept in (*run.brief.pictures, run.brief.source) if kept is not None]
    first = next(spot for spot, kept in enumerate(pictures) if kept.place == place)
    spot = st.pagination(len(pictures), default=first + 1, key=f"history.large.{run.id}.{place}")
    kept = pictures[spot - 1]
    what = "The source" if kept.place == SOURCE else f"Variation {kept.place + 1}"
    st.image(picture_address(session.owner, run.id, kept.place), alt=f"{what}, large", width="stretch")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{what} · {kept.width} × {kept.height} · {size(kept.size)} · as it was kept", width="stretch")
        download_link("Save", picture_address(session.owner, run.id, kept.place, "save"))
