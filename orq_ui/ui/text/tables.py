"""Small tables of any text: real table markup, with every cell escaped and long texts cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Literal

import streamlit as st

from orq_ui.ui.text.markup import escape_html

Kind = Literal["", "even", "reasons"]

SHORT = 18
"""Characters; a cell with no more is kept on one line."""
LONGEST = 300
"""Characters; a text with no more is shown whole."""
BEFORE = 60
"""Characters shown of what two long texts share before they differ."""


class Marked(str):
    """A cell's text that is to be highlighted."""

    __slots__ = ()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, label: str, kind: Kind = "") -> None:
    """Draw rows under headings; ``label`` names the table for screen readers.

    The columns of the kind ``even`` are of one width but for a narrow first one, and never wider than the page: for
    texts to be read across. The last column of the kind ``reasons`` has a line of its own on a phone.
    """
    st.html(table_html(columns, rows, label, kind))


def table_html(columns: Sequence[str], rows: Iterable[Sequence[object]], label: str, kind: Kind = "") -> str:
    """Return the table's markup."""
    head = "".join(f'<th scope="col">{escape_html(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    classes = f"orq-table orq-{kind}" if kind else "orq-table"
    return (
        f'<div class="orq-scroll"><table class="{classes}" aria-label="{escape_html(label)}">'
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
