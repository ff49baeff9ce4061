"""Where in a pasted text something is wrong. Reasons never quote the text: a key may stand in it."""

from __future__ import annotations

from orq_ui.errors import InvalidInput

DEEPEST = 100
"""Levels of nesting; the contract needs five."""
LARGEST = 1_000_000
"""Characters of a paste."""
TOO_DEEP = f"is nested more than {DEEPEST} levels deep"


def wrong(text: str, index: int, reason: str) -> InvalidInput:
    """The error for a place in a text; ``reason`` goes on after the place, in words."""
    before = text[: max(index, 0)]
    return InvalidInput(at(before.count("\n") + 1, len(before) - before.rfind("\n")), reason)


def at(line: int, column: int) -> str:
    """A place, both counted from 1."""
    return f"line {line}, column {column}"
