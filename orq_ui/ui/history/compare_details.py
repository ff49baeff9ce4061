"""What differs between two runs: request, wire, reply, ledger. Whatever others wrote is in cells only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from orq_ui.api.json_diff import ABSENT
from orq_ui.history.diff.comparison import Comparison
from orq_ui.history.diff.diff_rows import DiffRow
from orq_ui.history.diff.ledgers import CELLS, TIMES, AttemptPair
from orq_ui.history.run import Run
from orq_ui.ui.text.datetimes import browser_zone, local
from orq_ui.ui.text.outcomes import DECISIONS
from orq_ui.ui.text.quantities import plural
from orq_ui.ui.text.tables import Marked, excerpts, table

ATTEMPT = ("attempt", "run", "model", "try", "answer", "then", "took", "wait", "because")
MAX_NAME = 24
"""Characters of a model in a heading."""


def differences_panel(found: Comparison, first: Run, second: Run) -> None:
    """Draw what differs, section by section."""
    names = (_name("A", first), _name("B", second))
    if found.is_empty:
        st.success("They are the same in every respect.", icon=":material/equal:")
        return
    _section("Request", found.request, names)
    _section("Wire", found.wire, names)
    _section("Reply", found.reply, names)
    _asked(found)
    _ledger(found, first, second, names)


def _section(title: str, rows: Iterable[DiffRow], names: tuple[str, str]) -> None:
    lasting, volatile = _heading(title, rows)
    _rows(title, lasting, names)
    _folded(title, volatile, names)


def _heading(title: str, rows: Iterable[DiffRow]) -> tuple[list[DiffRow], list[DiffRow]]:
    """Draw how many differ; return the lasting differences and those of every call apart."""
    rows = list(rows)
    lasting = [row for row in rows if not row.volatile]
    volatile = [row for row in rows if row.volatile]
    if lasting:
        st.subheader(f"{title} · {plural(len(lasting), 'difference')}", anchor=False)
    else:
        st.caption(f"{title} · the same{', except for what differs on every call' if volatile else ''}")
    return lasting, volatile


def _rows(title: str, rows: list[DiffRow], names: tuple[str, str]) -> None:
    if rows:
        shown = [(row.what, *excerpts(row.first, row.second)) for row in rows]
        table(("what", *names), shown, label=f"{title}: what differs", kind="even")


def _folded(title: str, rows: list[DiffRow], names: tuple[str, str]) -> None:
    if rows:
        with st.expander("What differs on every call", icon=":material/schedule:", key=f"comparison.volatile.{title}"):
            _rows(title, rows, names)


def _asked(found: Comparison) -> None:
    lines = [
        (one.field, one.requested, _marked(one.actual, one.matches), two.requested, _marked(two.actual, two.matches))
        for one, two in found.requested
    ]
    st.caption("Requested against actual; what is marked is not what was asked for")
    table(("", "A asked", "A got", "B asked", "B got"), lines, label="Requested against actual")


def _ledger(found: Comparison, first: Run, second: Run, names: tuple[str, str]) -> None:
    if first.ledger is None and second.ledger is None:
        st.caption("Ledger · neither run has one: only the emulator tells why")
        return
    lasting, volatile = _heading("Ledger", found.ledger)
    if lasting and first.ledger is not None and second.ledger is not None and found.attempts:
        table(ATTEMPT, [line for pair in found.attempts for line in _attempt(pair)], label="Attempts")
        in_table = {f"attempt {pair.number}{cell}" for pair in found.attempts for cell in ("", *_CELL_ENDINGS)}
        lasting = [row for row in lasting if row.what not in in_table]
    _rows("Ledger", lasting, names)
    _folded("Ledger", volatile, names)


_CELL_ENDINGS = tuple(f" · {cell}" for cell in CELLS)


def _attempt(pair: AttemptPair) -> list[tuple[object, ...]]:
    """Return one line where both did the same, else one for each."""
    if pair.first is not None and all(pair.same):
        return [(pair.number, "A, B", *_told(pair.first))]
    lines: list[tuple[object, ...]] = []
    for letter, cells in (("A", pair.first), ("B", pair.second)):
        if cells is None:
            lines.append((pair.number, letter, Marked("none"), *(ABSENT,) * (len(CELLS) - 1)))
            continue
        told = zip(CELLS, _told(cells), pair.same, strict=True)
        lines.append((pair.number, letter, *(_marked(text, same or name in TIMES) for name, text, same in told)))
    return lines


def _told(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        DECISIONS.get(cell, cell) if name == "decision" else cell for name, cell in zip(CELLS, cells, strict=True)
    )


def _marked(text: str, as_expected: bool) -> str:
    return text if as_expected else Marked(text)


def _name(letter: str, run: Run) -> str:
    """Return a heading such as ``A · 14:02:11 · dall-e-2``."""
    model = run.model.rpartition("/")[2]
    cut = model if len(model) <= MAX_NAME else f"{model[: MAX_NAME - 1]}…"
    return f"{letter} · {_moment(run):%H:%M:%S} · {cut}"


def _moment(run: Run) -> datetime:
    return local(run.started_at, browser_zone())
