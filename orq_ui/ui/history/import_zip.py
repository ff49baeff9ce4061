"""Runs from a zip that was saved here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.history import HistoryStore
from orq_ui.history.export.reading import unpack
from orq_ui.ui.history.state import Told
from orq_ui.ui.history.zip_messages import said_of_zip
from orq_ui.ui.session import Session
from orq_ui.ui.text.messages import Said, plural

KEY = "history.import"


def import_panel(session: Session, store: HistoryStore) -> None:
    """A popover that takes zips; what came of them is told above the list."""
    view = session.history
    if view.has_imported:
        view.has_imported = False
        st.session_state[KEY] = False
    popover = st.popover("Import", icon=":material/upload:", key=KEY, on_change="rerun")
    with popover:
        if not popover.open:
            return
        files = st.file_uploader(
            "Zips of runs", ["zip"], accept_multiple_files=True, key=f"history.import.files.{view.uploads}"
        )
        st.caption("Those that **Save as zip** makes, here or on another machine. A run that is here already stays.")
        if not files:
            return
        with st.spinner("Importing …"):
            told = take_in(session, store, files)
        # What came in is to be seen.
        view.want_all()
        view.told = told
        # Another key empties the uploader.
        view.uploads += 1
        view.page, view.has_imported = 1, True
    st.rerun()


def take_in(session: Session, store: HistoryStore, files: Iterable[BinaryIO]) -> Told:
    """Adopt every run of these files; one that cannot be read leaves the others."""
    view, new, known = session.history, 0, 0
    trouble: Said | None = None
    for file in files:
        try:
            for packed in unpack(file):
                run_id, is_new = store.adopt(session.owner.id, packed.run, packed.pictures)
                new, known = new + is_new, known + (not is_new)
                # A run that was in the bin has come out of it, and needs no undoing.
                view.binned = tuple(binned for binned in view.binned if binned != run_id)
        except InvalidInput as wrong:
            trouble = said_of_zip(wrong, getattr(file, "name", ""))
    told = _counted(new, known)
    if trouble is None:
        return Told("success", Said(told, "They are in the list by the time of their call."))
    if not new and not known:
        return Told("error", replace(trouble, title="Nothing could be imported"))
    return Told("error", replace(trouble, advice=f"{trouble.advice} {told}"))


def _counted(new: int, known: int) -> str:
    if not new and known:
        return "It was here already." if known == 1 else f"All {known:,} were here already."
    here = f", {known:,} {'was' if known == 1 else 'were'} here already" if known else ""
    return f"{plural(new, 'run')} imported{here}."
