"""What a person may write about a run and how much of it, and for how long a deletion can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from orq_ui.history.schema import storable

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 5000, 80, 20


def bounded_note(note: str) -> str:
    """Return a note as it is kept."""
    return storable(note)[:LONGEST_NOTE]


def bounded_tags(labels: Iterable[str]) -> list[str]:
    """Return tags as they are kept: none empty, and each once, however they were written."""
    kept = (storable(label).strip()[:LONGEST_TAG].rstrip() for label in labels)
    return list(dict.fromkeys(tag for tag in kept if tag))[:MOST_TAGS]


UNDO_S = 600.0
"""For how long a deleted run can be restored, in seconds."""
