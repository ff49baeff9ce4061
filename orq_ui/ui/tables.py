"""Small tables of any text: real table markup, every cell escaped, so that nothing in it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

SHORT = 18
"""Characters; a cell with no more is kept on one line."""
_STYLE = """
<style>
.orq-table { border-collapse: collapse; width: 100%; font-size: 0.85rem; }
.orq-table th { text-align: left; font-weight: 600; opacity: 0.75; }
.orq-table td { overflow-wrap: break-word; max-width: 22rem; }
.orq-table td.orq-short { white-space: nowrap; }
.orq-table th, .orq-table td { padding: 0.3rem 0.8rem 0.3rem 0; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.orq-table td:last-child { min-width: 10rem; }
.orq-scroll { overflow-x: auto; }
</style>
"""


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, label: str) -> None:
    """Draw rows under headings; ``label`` names the table for screen readers."""
    st.html(_STYLE + as_html(columns, rows, label))


def as_html(columns: Sequence[str], rows: Iterable[Sequence[object]], label: str) -> str:
    """The table's markup."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(_cell(str(cell)) for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="orq-scroll"><table class="orq-table" aria-label="{escape(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(text: str) -> str:
    kind = ' class="orq-short"' if len(text) <= SHORT else ""
    return f"<td{kind}>{escape(text)}</td>"
