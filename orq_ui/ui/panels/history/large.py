"""One picture of a run as large as the window allows."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import SOURCE, Run
from orq_ui.ui.downloads import download_link
from orq_ui.ui.panels.turning import turn
from orq_ui.ui.server.sealed import picture_address
from orq_ui.ui.session import Session
from orq_ui.ui.words import facts


@st.dialog("Picture", width="large")
def large_view(session: Session, run: Run, place: int) -> None:
    """A picture, and the way to its neighbours."""
    pictures = {kept.place: kept for kept in (run.brief.source, *run.brief.pictures) if kept is not None}
    kept = pictures[turn(list(pictures), place, f"history.large.{run.id}.{place}", number)]
    what = name(kept.place)
    st.image(picture_address(session.owner, run.id, kept.place), alt=f"{what}, large", width="stretch")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{what} · {facts(kept, kept.size)} · as it was kept", width="stretch")
        download_link("Save", picture_address(session.owner, run.id, kept.place, "save"))


def name(place: int) -> str:
    """A picture's name on its own."""
    return "The source" if place == SOURCE else f"Variation {place + 1}"


def number(place: int) -> str:
    """A picture's name in the grid, short."""
    return "Source" if place == SOURCE else str(place + 1)
