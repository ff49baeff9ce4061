"""Text by others on its way to the browser."""

from __future__ import annotations

from html import escape


def printable(text: str) -> str:
    """The text with each half of a surrogate pair, which JSON can hold and UTF-8 cannot, as its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def escaped(text: str) -> str:
    """The text for markup: nothing in it is a tag, an entity or the end of an attribute."""
    return escape(printable(text))
