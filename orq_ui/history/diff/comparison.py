"""Two runs side by side: what was asked, what went over the wire, what came back, what the router did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from orq_ui.history.diff.diff_rows import Row, json_rows
from orq_ui.history.diff.ledgers import AttemptPair, attempt_pairs, ledger_rows
from orq_ui.history.diff.replies import reply_rows
from orq_ui.history.diff.requested_vs_actual import Delivery, delivery
from orq_ui.history.diff.wires import wire_rows
from orq_ui.history.run import Run


@dataclass(frozen=True)
class Comparison:
    """Four sections with a row for each difference.

    ``asked`` and ``attempts`` show both runs whole, also where they are alike: (first, second) for each wanted thing,
    and the router's attempts by position.
    """

    request: tuple[Row, ...]
    wire: tuple[Row, ...]
    reply: tuple[Row, ...]
    ledger: tuple[Row, ...]
    asked: tuple[tuple[Delivery, Delivery], ...] = ()
    attempts: tuple[AttemptPair, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no section has a row."""
        return not (self.request or self.wire or self.reply or self.ledger)


def compare(first: Run, second: Run) -> Comparison:
    """Empty for a run against itself; two runs of one request differ in ``reply`` and ``ledger`` only."""
    return Comparison(
        request=tuple(json_rows("", dict(first.request), dict(second.request))),
        wire=tuple(_wire(first, second)),
        reply=tuple(reply_rows(first, second)),
        ledger=tuple(ledger_rows(first.ledger, second.ledger)),
        asked=tuple(zip(delivery(first), delivery(second), strict=True)),
        attempts=attempt_pairs(first.ledger, second.ledger),
    )


def _wire(first: Run, second: Run) -> Iterator[Row]:
    # The built-in emulator has another port after each start, and on each machine.
    emulated = first.brief.emulated and second.brief.emulated
    for row in wire_rows(first.sent, second.sent):
        yield replace(row, volatile=True) if emulated and row.what == "host" else row
