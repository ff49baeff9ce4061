"""Two runs side by side: what was asked, what went over the wire, what came back, what the router did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from orq_ui.history.diff.diff_rows import DiffRow, json_rows
from orq_ui.history.diff.ledgers import AttemptPair, attempt_pairs, ledger_rows
from orq_ui.history.diff.replies import reply_rows
from orq_ui.history.diff.requested_vs_actual import RequestedVsActual, requested_vs_actual
from orq_ui.history.diff.wires import wire_rows
from orq_ui.history.run import Run


@dataclass(frozen=True)
class Comparison:
    """Four sections with a row for each difference.

    ``requested`` and ``attempts`` show both runs whole, also where they are alike: (first, second) for each field,
    and the router's attempts by position.
    """

    request: tuple[DiffRow, ...]
    wire: tuple[DiffRow, ...]
    reply: tuple[DiffRow, ...]
    ledger: tuple[DiffRow, ...]
    requested: tuple[tuple[RequestedVsActual, RequestedVsActual], ...] = ()
    attempts: tuple[AttemptPair, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no section has a row."""
        return not (self.request or self.wire or self.reply or self.ledger)


def compare(first: Run, second: Run) -> Comparison:
    """Return what differs: nothing of a run against itself; of one request twice, only ``reply`` and ``ledger``."""
    return Comparison(
        request=tuple(json_rows("", dict(first.request), dict(second.request))),
        wire=tuple(_wire(first, second)),
        reply=tuple(reply_rows(first, second)),
        ledger=tuple(ledger_rows(first.ledger, second.ledger)),
        requested=tuple(zip(requested_vs_actual(first), requested_vs_actual(second), strict=True)),
        attempts=attempt_pairs(first.ledger, second.ledger),
    )


def _wire(first: Run, second: Run) -> Iterator[DiffRow]:
    # The port of the built-in emulator changes with each start and machine.
    emulated = first.emulated and second.emulated
    for row in wire_rows(first.sent, second.sent):
        yield replace(row, volatile=True) if emulated and row.what == "host" else row
