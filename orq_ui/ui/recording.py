"""One call's way into the history: begun before the request leaves, finished when it has ended, in no one's way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from orq_ui.client import Missing, Reply
from orq_ui.errors import BadReply, Cancelled, NotKept, OrqUiError, Refused
from orq_ui.history import Arrival, Departure, Lost

if TYPE_CHECKING:
    from orq_ui.history import HistoryStore

SHOW_AFTER_S = 3.0
"""A result is shown at the latest so long after it came, kept or not."""
log = logging.getLogger(__name__)


class Recording:
    """Keeps one call; whatever fails here is ``trouble`` to be told, and never the call's own failure.

    ``is_kept`` is None until it is known. ``leave`` is told the id of a run that could not be finished.
    """

    def __init__(
        self, departure: Departure, store: Callable[[], HistoryStore], leave: Callable[[str], None] | None = None
    ) -> None:
        self.departure = departure
        self.trouble: NotKept | None = None
        self.is_kept: bool | None = None
        self._store, self._leave = store, leave
        self._begun: asyncio.Task[None] | None = None
        self._finishing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Record the call as being sent. A cancelled call is still recorded."""
        self._begun = asyncio.create_task(asyncio.to_thread(self._safely, self._begin))
        await asyncio.shield(self._begun)

    async def finish(self, outcome: Reply | OrqUiError, ledger: dict[str, Any] | None, duration_ms: float) -> None:
        """Record how it ended, once; it is waited for only so long."""
        if self._finishing is None:
            arrival = arrival_of(outcome, ledger, duration_ms)
            self._finishing = asyncio.create_task(self._finish_after_begin(arrival))
        await asyncio.wait({self._finishing}, timeout=SHOW_AFTER_S)

    async def _finish_after_begin(self, arrival: Arrival) -> None:
        if self._begun is not None:
            await self._begun
        await asyncio.to_thread(self._safely, lambda: self._finish(arrival))
        if self.trouble is not None and self._leave is not None:
            self._leave(self.departure.id)
        self.is_kept = self.trouble is None

    def _begin(self) -> None:
        self._store().begin(self.departure)

    def _finish(self, arrival: Arrival) -> None:
        store = self._store()
        if self.trouble is not None or self._begun is None:
            # It may be back: all of it can still be kept.
            store.begin(self.departure)
            self.trouble = None
        store.finish(self.departure, arrival)

    def _safely(self, step: Callable[[], None]) -> None:
        try:
            step()
        except NotKept as failed:
            log.warning("run %s is not kept: %s %s", self.departure.id, failed.reason, failed.detail)
            self.trouble = failed
        except Exception as bug:
            # A mistake in the history must not cost a call, which may have been paid for.
            log.exception("run %s is not kept", self.departure.id)
            self.trouble = NotKept("database", type(bug).__name__)


def arrival_of(outcome: Reply | OrqUiError, ledger: dict[str, Any] | None, duration_ms: float) -> Arrival:
    """How a call ended, as the history tells it."""
    if isinstance(outcome, Reply):
        return Arrival(
            "done",
            duration_ms,
            outcome.status,
            outcome.headers,
            outcome.timings.measured(),
            outcome.response.model_dump(exclude_unset=True),
            tuple(Lost(p.index, p.reason, p.detail) if isinstance(p, Missing) else p for p in outcome.pictures),
            tuple((note.index, note.reason, note.detail) for note in outcome.notes),
            ledger,
        )
    status, headers = (outcome.status, outcome.headers) if isinstance(outcome, Refused | BadReply) else (None, ())
    cancelled = isinstance(outcome, Cancelled)
    return Arrival(
        "cancelled" if cancelled else "failed",
        duration_ms,
        status,
        headers,
        {"total": duration_ms},
        ledger=ledger,
        error=outcome,
    )
