"""What is odd about a reply whose pictures came nevertheless: beside them, and less loud than they are."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from orq_ui.json_safety import escape_surrogates
from orq_ui.ui.text.error_messages import TEXTS, why_missing

MAX_DETAIL = 200
"""Characters of others' text in one line."""


def reply_notes(notes: Iterable[tuple[int | None, str, str]]) -> None:
    """Draw one line for each note, which is the picture's place (None for the reply), a reason and a detail."""
    lines = [note_line(*note) for note in notes]
    if lines:
        st.caption(":material/info: Unusual about this reply")
        # As code: a detail may be others' text.
        st.code("\n".join(dict.fromkeys(lines)), language=None, wrap_lines=True)


def note_line(place: int | None, reason: str, detail: str) -> str:
    """Return a note as a line of plain text."""
    if reason == "second_text":
        detail = why_missing(detail).rstrip(".")
    # Another version may have reasons that this one does not know.
    sentence = TEXTS.note.get(reason, f"{reason}: {{detail}}" if detail else "{detail}" + reason)
    line = sentence.replace("{detail}", escape_surrogates(detail[:MAX_DETAIL]).replace("\n", " "))
    return line if place is None else f"Picture {place + 1}: {line}"
