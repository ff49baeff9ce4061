"""Where in a pasted text something is wrong. Reasons never quote the text: a key may be in it."""

from __future__ import annotations

from orq_ui.errors import InvalidInput

DEEPEST = 100
"""Levels of nesting; the contract needs five."""
LARGEST = 1_000_000
"""Characters of a paste."""
TOO_DEEP = f"is nested more than {DEEPEST} levels deep"


def wrong(text: str, index: int, reason: str) -> InvalidInput:
    """Return the error for a position in a text; ``reason`` continues the sentence that the position begins."""
    before = text[: max(index, 0)]
    return InvalidInput(at(before.count("\n") + 1, len(before) - before.rfind("\n")), reason)


def at(line: int, column: int) -> str:
    """Return a position in words, both numbers counted from 1."""
    return f"line {line}, column {column}"
