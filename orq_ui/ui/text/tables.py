"""Small tables of any text: real table markup, every cell escaped, so that nothing in it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from orq_ui.ui.text.markup import escaped

SHORT = 18
"""Characters; a cell with no more is kept on one line."""


class Marked(str):
    """A cell's text to be drawn as one that stands out."""

    __slots__ = ()


_STYLE = """
<style>
.orq-table { border-collapse: collapse; width: 100%; font-size: 0.85rem; }
.orq-table th { text-align: left; font-weight: 600; opacity: 0.75; }
.orq-table td { overflow-wrap: break-word; max-width: 22rem; }
.orq-table td.orq-short { white-space: nowrap; }
.orq-table th, .orq-table td { padding: 0.3rem 0.8rem 0.3rem 0; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.orq-table td:last-child:not(.orq-short) { min-width: 10rem; }
.orq-table mark { color: inherit; padding: 0.1rem 0.25rem; margin-left: -0.25rem; border-radius: 0.25rem;
  background: color-mix(in srgb, #f5a524 28%, transparent); -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
.orq-even { table-layout: fixed; }
.orq-even th:first-child { width: 24%; }
.orq-even th, .orq-even td, .orq-even td.orq-short { white-space: normal; overflow-wrap: anywhere; max-width: none; }
.orq-even td:last-child:not(.orq-short) { min-width: 0; }
.orq-scroll { overflow-x: auto; }
</style>
"""


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, label: str, even: bool = False) -> None:
    """Draw rows under headings; ``label`` names the table for screen readers.

    ``even`` columns are of one width but for a narrow first one, and never wider than the page: for texts to be
    read across.
    """
    st.html(_STYLE + as_html(columns, rows, label, even=even))


def as_html(columns: Sequence[str], rows: Iterable[Sequence[object]], label: str, *, even: bool = False) -> str:
    """The table's markup."""
    head = "".join(f'<th scope="col">{escaped(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    kind = "orq-table orq-even" if even else "orq-table"
    return (
        f'<div class="orq-scroll"><table class="{kind}" aria-label="{escaped(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(cell: object) -> str:
    text = str(cell)
    kind = ' class="orq-short"' if len(text) <= SHORT else ""
    inner = f"<mark>{escaped(text)}</mark>" if isinstance(cell, Marked) else escaped(text)
    return f"<td{kind}>{inner}</td>"
