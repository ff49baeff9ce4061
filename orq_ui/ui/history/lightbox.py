"""One picture of a run, as large as the window allows."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import Run
from orq_ui.ui.gallery.content_credentials import credentials_badge, credentials_of_run
from orq_ui.ui.gallery.lightbox import open_at, picture_name, previous_and_next
from orq_ui.ui.history.download_link import download_link
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import picture_facts

KEY = "history.large"


def large_view(session: Session, run: Run, place: int) -> None:
    """Open a picture in a dialog, with buttons to the previous and the next."""
    open_at(KEY, place)
    _large(session, run)


@st.dialog("Picture", width="large")
def _large(session: Session, run: Run) -> None:
    pictures = {kept.place: kept for kept in (run.source, *run.pictures) if kept is not None}
    kept = pictures[st.session_state[KEY]]
    what = picture_name(kept.place)
    previous_and_next(list(pictures), KEY, what)
    st.image(services().pictures.url(session.owner, run.id, kept.place), alt=f"{what}, large", width="stretch")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{picture_facts(kept, kept.size)} · as it was kept", width="stretch")
        credentials_badge(credentials_of_run(session, run).get(kept.place))
        download_link("Save", services().pictures.url(session.owner, run.id, kept.place, "save"))
