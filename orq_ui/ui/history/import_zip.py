"""Import runs from a zip that was saved here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

import streamlit as st

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.history import HistoryStore
from orq_ui.history.export.provenance import tells_of_the_same
from orq_ui.history.export.zip_import import import_runs
from orq_ui.ui.history.state import Told
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import TEXTS, Message
from orq_ui.ui.text.quantities import plural

KEY = "history.import"
PARTLY = "Not everything could be imported"
ANOTHER = "A run with the same id is here already, and tells of another call. The one that was here stays as it is."
ZIP_PROBLEMS = {
    "not_a_zip": "This is not a zip file, whatever its name says.",
    "damaged": "The zip is damaged: it was cut short or changed on its way.",
    "encrypted": "The zip has a password. Save it without one.",
    "unsupported_compression": "The zip is packed in a way that is not read here. Pack it anew as a usual zip.",
    "duplicate_name": "Two files in the zip have the same name.",
    "no_run": "The zip holds no run: none of its files is a run.json.",
    "too_many_runs": "The zip holds more than 1,000 runs.",
    "too_large": "Something in the zip is too large.",
    "too_slow": "Decoding all the pictures in the zip takes too long. Save fewer runs in one zip.",
    "not_json": "A run.json in the zip cannot be read.",
    "nested_too_deep": "A run.json in the zip is nested too deeply.",
    "not_a_manifest": "A run.json in the zip is not one of ours.",
    "newer_version": "A newer version of this playground made the zip. Update this one.",
    "no_picture": "A picture is missing from the zip.",
    "wrong_sha256": "A picture in the zip is not the one that the run had.",
}


def import_panel(session: Session, store: HistoryStore) -> None:
    """Draw a popover that takes zips; the outcome is shown above the list."""
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
            told = import_zips(session, store, files)
        # Filters could hide what was imported.
        view.want_all()
        view.told = told
        # Another key empties the uploader.
        view.uploads += 1
        view.page, view.has_imported = 1, True
    st.rerun()


def import_zips(session: Session, store: HistoryStore, files: Iterable[BinaryIO]) -> Told:
    """Import every run of these files; one that cannot be read does not stop the others."""
    view, owner = session.history, session.owner.id
    new, known = 0, 0
    trouble: Message | None = None
    for file in files:
        try:
            for packed in import_runs(file, hosts=services().settings.hosts):
                run_id, is_new = store.import_run(owner, packed.run, packed.pictures)
                here = store.run(owner, run_id)
                if here is not None and not tells_of_the_same(here, packed.run):
                    trouble = Message(PARTLY, ANOTHER, ": ".join(filter(None, (_name(file), packed.run.id))))
                else:
                    new, known = new + is_new, known + (not is_new)
                # A run that was in the bin has come out of it, and needs no undoing.
                view.binned = tuple(binned for binned in view.binned if binned != run_id)
        except InvalidInput as wrong:
            trouble = zip_message(wrong, _name(file))
    told = _counted(new, known)
    if trouble is None:
        return Told("success", Message(told, "They are in the list by the time of their call."))
    if not new and not known:
        return Told("error", replace(trouble, title="Nothing could be imported"))
    return Told("error", replace(trouble, advice=f"{trouble.advice} {told}"))


def _name(file: BinaryIO) -> str:
    return str(getattr(file, "name", ""))


def _counted(new: int, known: int) -> str:
    if not new and known:
        return "It was here already." if known == 1 else f"All {known:,} were here already."
    here = f", {known:,} {'was' if known == 1 else 'were'} here already" if known else ""
    return f"{plural(new, 'run')} imported{here}."


def zip_message(error: InvalidInput, name: str = "") -> Message:
    """Say why a zip, or the rest of it, was not imported; the detail says which one, and where in it."""
    where = ": ".join(place for place in (name, "" if error.path == "zip" else error.path) if place)
    if isinstance(error, UnusablePicture):
        words = TEXTS.picture.get(error.reason)
        return Message(PARTLY, f"A picture in the zip cannot be used. {words.title if words else ''}".strip(), where)
    return Message(PARTLY, ZIP_PROBLEMS.get(error.reason, "The zip cannot be read."), where)
