"""A box to paste anything into: JSON, a curl line, a client's call, one of our links."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Imported, Kind, read
from orq_ui.ui.session import Session
from orq_ui.ui.variations.pending_import import Incoming

KEY = "import.text"
KINDS = {
    Kind.JSON: "JSON",
    Kind.CURL: "A curl line",
    Kind.PYTHON: "A call of the Python client",
    Kind.TYPESCRIPT: "A call of the TypeScript client",
    Kind.OPENAI: "A call of the OpenAI client",
    Kind.HTTPX: "An httpx call",
    Kind.REQUESTS: "A requests call",
    Kind.FETCH: "A fetch call",
    Kind.LINK: "A link",
    Kind.PICTURE: "A picture",
}
NOTES = {
    Code.KEY_DROPPED: "A key was found in it. It was dropped, and is kept nowhere",
    Code.PICTURE_NAMED: "It names a picture, which is not loaded",
    Code.FROM_ENVIRONMENT: "Taken from the environment there, so left out here",
    Code.IGNORED: "Left out",
    Code.UNKNOWN_KEY: "A key that the contract does not name, kept",
    Code.HOST: "It was made for",
    Code.CAMEL_CASE: "In the TypeScript client's spelling",
    Code.BRACKET_NOTATION: "Written with brackets",
    Code.MORE: "More notes, left out",
}


def import_button(session: Session) -> None:
    """Paste, read, look; only then does the form change."""
    with st.popover("Import", icon=":material/content_paste:", key="import.popover", on_change="rerun") as popover:
        if not popover.open:
            return
        st.text_area(
            "Paste a request",
            key=KEY,
            height=220,
            placeholder="JSON, curl, Python, TypeScript, or one of our links",
            help="It is read, never run. A key in it is dropped.",
        )
        st.button("Read it", type="primary", key="import.read", on_click=_read, args=(session,))
        if session.import_error:
            st.error("This cannot be read as a request.", icon=":material/error:")
            st.text(session.import_error)


def _read(session: Session) -> None:
    text = st.session_state[KEY] or ""
    session.import_error = ""
    try:
        session.incoming = understood(text)
    except InvalidInput as refused:
        session.import_error = f"{refused.path}: {refused.reason}"
        return
    # What was pasted may hold a key; it has done its work.
    st.session_state[KEY] = ""
    st.session_state["import.popover"] = False


def understood(text: str) -> Incoming:
    """A pasted text as a request to look at; raises InvalidInput with the place and the reason."""
    found = read(text)
    return Incoming(KINDS[found.kind], found.request, tuple(notes(found)))


def notes(found: Imported) -> list[str]:
    """The facts of a reading as plain sentences."""
    told = []
    for note in found.notes:
        facts = ", ".join(fact for fact in (note.path, note.detail) if fact)
        told.append(f"{NOTES[note.code]}: {facts}." if facts else f"{NOTES[note.code]}.")
    return told
