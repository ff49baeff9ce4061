"""The actions on the selected runs, and undoing a deletion."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.history.actions import delete, undo
from orq_ui.ui.history.download_link import download_link
from orq_ui.ui.history.url import show_pair
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import plural

MOST_IN_ZIP = 200


def selection_panel(session: Session) -> None:
    """Draw a bar while something is selected, in a container that is always there."""
    view = session.history
    with st.container(key="history.selection"):
        if not view.selected:
            return
        chosen = view.chosen
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", gap="small", key="history.selection.bar"
        ):
            st.markdown(f"**{len(chosen)} selected**", width="content")
            st.button(
                "Compare",
                icon=":material/compare:",
                key="history.compare",
                disabled=len(chosen) != 2,
                help=None if len(chosen) == 2 else "Select exactly two runs to compare them",
                on_click=show_pair,
                args=(chosen[0], chosen[-1]),
            )
            if len(chosen) <= MOST_IN_ZIP:
                download_link("Save as zip", services().pictures.zip_url(session.owner, chosen), "folder_zip")
            st.button(
                "Delete",
                icon=":material/delete:",
                key="history.delete.selected",
                on_click=delete,
                args=(session, chosen),
            )
            st.button("Clear", key="history.unselect", type="tertiary", on_click=view.unselect, args=chosen)


def undo_panel(session: Session) -> None:
    """Draw the way to undo a deletion."""
    view = session.history
    with st.container(key="history.bin"):
        if not view.binned:
            return
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", gap="small", key="history.bin.bar"
        ):
            st.markdown(f":material/delete: Deleted {plural(len(view.binned), 'run')}", width="content")
            st.button(
                "Undo", icon=":material/undo:", key="history.undo", type="primary", on_click=undo, args=(session,)
            )
            st.caption("Undo works for ten minutes.")
