"""The note and the tags of a run."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import HistoryStore, Run
from orq_ui.history.limits import LONGEST_NOTE, LONGEST_TAG, MOST_TAGS
from orq_ui.ui.history.actions import note, tag
from orq_ui.ui.history.widget_state import sync
from orq_ui.ui.session import Session


def notes_panel(session: Session, store: HistoryStore, run: Run) -> None:
    """Draw the note and the tags; the list can be searched for both."""
    st.text_area(
        "Note",
        key=sync(f"history.note.{run.id}", run.note),
        max_chars=LONGEST_NOTE,
        height=140,
        placeholder="What was tried, what came of it",
        on_change=_note,
        args=(session, run.id),
    )
    own = list(run.tags)
    known = sorted({*store.facets(session.owner.id).tags, *own})
    with st.container(horizontal=True, key="history.tagging"):
        # A field of its own: in the list of known tags, Enter takes the most similar one.
        st.text_input(
            "New tag",
            key=f"history.tag.{run.id}",
            max_chars=LONGEST_TAG,
            placeholder="Type one, then Enter",
            disabled=len(own) >= MOST_TAGS,
            on_change=_add,
            args=(session, run.id),
        )
        with st.container():
            if known:
                st.multiselect(
                    "Tags",
                    known,
                    key=sync(f"history.tags.{run.id}", own),
                    max_selections=max(MOST_TAGS, len(own)),
                    filter_mode="contains",
                    select_all=False,
                    placeholder="Choose from those in use",
                    on_change=_tag,
                    args=(session, run.id, own),
                )
    st.caption("Kept as soon as you leave the field. The list can be searched for both.")
    if run.imported:
        st.caption(":material/upload: This run was imported from a zip.")


def _note(session: Session, run_id: str) -> None:
    note(session, run_id, st.session_state[f"history.note.{run_id}"] or "")


def _tag(session: Session, run_id: str, own: list[str]) -> None:
    chosen = st.session_state[f"history.tags.{run_id}"]
    added = [label for label in chosen if label not in own]
    tag(session, run_id, added, [label for label in own if label not in chosen])


def _add(session: Session, run_id: str) -> None:
    key = f"history.tag.{run_id}"
    new = st.session_state[key] or ""
    st.session_state[key] = ""
    if new.strip():
        tag(session, run_id, [new])
