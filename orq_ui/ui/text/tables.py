"""Small tables of any text: real table markup, with every cell escaped and long texts cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

import streamlit as st

from orq_ui.ui.text.markup import escape_html

SHORT = 18
"""Characters; a cell with no more is kept on one line."""
LONGEST = 300
"""Characters; a text with no more is shown whole."""
BEFORE = 60
"""Characters shown of what two long texts share before they differ."""


class Marked(str):
    """A cell's text that is to be highlighted."""

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
    st.html(_STYLE + table_html(columns, rows, label, even=even))


def table_html(columns: Sequence[str], rows: Iterable[Sequence[object]], label: str, *, even: bool = False) -> str:
    """Return the table's markup."""
    head = "".join(f'<th scope="col">{escape_html(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    kind = "orq-table orq-even" if even else "orq-table"
    return (
        f'<div class="orq-scroll"><table class="{kind}" aria-label="{escape_html(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(cell: object) -> str:
    text = str(cell)
    kind = ' class="orq-short"' if len(text) <= SHORT else ""
    inner = f"<mark>{escape_html(text)}</mark>" if isinstance(cell, Marked) else escape_html(text)
    return f"<td{kind}>{inner}</td>"


def excerpts(first: str, second: str) -> tuple[str, str]:
    """Return both texts, cut where they are long so that each shows the first difference."""
    if max(len(first), len(second)) <= LONGEST:
        return first, second
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    start = max(0, shared - BEFORE) if shared > LONGEST // 2 else 0
    return _cut(first, start), _cut(second, start)


def _cut(text: str, start: int) -> str:
    piece = text[start : start + LONGEST]
    head = "… " if start else ""
    return f"{head}{piece}" if start + LONGEST >= len(text) else f"{head}{piece} … ({len(text):,} characters)"
