"""Text by others within HTML."""

from __future__ import annotations

from html import escape

from orq_ui.json_safety import escape_surrogates


def escape_html(text: str) -> str:
    """Return the text for markup: nothing in it is a tag, an entity or the end of an attribute."""
    return escape(escape_surrogates(text))
