"""One call's way into the history: begun before the request leaves, finished when it has ended, in no one's way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from orq_ui.client import Reply
from orq_ui.errors import BadReply, Cancelled, HistoryUnavailable, OrqUiError, Refused
from orq_ui.history import Arrival, Departure

if TYPE_CHECKING:
    from orq_ui.history import HistoryStore

LEAVE_AFTER_S = 3.0
"""A call leaves at the latest so long after it was to be recorded."""
SHOW_AFTER_S = 3.0
"""A result is shown at the latest so long after it came, kept or not."""
TELL_AFTER_S = 15.0
"""A result that is still being written then is told as not kept, until it is."""
log = logging.getLogger(__name__)


class Recording:
    """Keeps one call; whatever fails here is ``trouble`` to be told, and never the call's own failure.

    ``is_kept`` is None until it is known; ``trouble`` may be that this takes long. ``leave`` is told the id of a run
    that could not be finished. The call leaves after ``leave_after_s`` even if the history hangs, and a result that
    is still being written after ``tell_after_s`` is told as not kept.
    """

    def __init__(
        self,
        departure: Departure,
        store: Callable[[], HistoryStore],
        writers: Executor,
        leave: Callable[[str], None] | None = None,
        leave_after_s: float = LEAVE_AFTER_S,
        tell_after_s: float = TELL_AFTER_S,
    ) -> None:
        self.departure = departure
        self.trouble: HistoryUnavailable | None = None
        self.is_kept: bool | None = None
        self._store, self._writers, self._leave = store, writers, leave
        self._leave_after_s, self._tell_after_s = leave_after_s, tell_after_s
        self._begun: asyncio.Future[HistoryUnavailable | None] | None = None
        self._finishing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Record the call as being sent; it is waited for only so long. A cancelled call is still recorded."""
        self._begun = self._aside(lambda: self._store().begin(self.departure))
        await self._wait_for(self._begun, self._leave_after_s)

    async def finish(self, outcome: Reply | OrqUiError, ledger: dict[str, Any] | None, duration_ms: float) -> None:
        """Record how it ended, once; it is waited for only so long."""
        if self._finishing is None:
            arrival = arrival_of(outcome, ledger, duration_ms)
            self._finishing = asyncio.create_task(self._finish_after_begin(arrival))
        await asyncio.wait({self._finishing}, timeout=SHOW_AFTER_S)

    async def _finish_after_begin(self, arrival: Arrival) -> None:
        # Also a begin that ends late: its run must not stay as being sent.
        is_begun = self._begun is not None and await self._begun is None
        finishing = self._aside(lambda: self._finish(arrival, is_begun))
        await self._wait_for(finishing, self._tell_after_s)
        self.trouble = await finishing
        if self.trouble is not None and self._leave is not None:
            self._leave(self.departure.id)
        self.is_kept = self.trouble is None

    def _finish(self, arrival: Arrival, is_begun: bool) -> None:
        store = self._store()
        if not is_begun:
            # It may be back: all of it can still be kept.
            store.begin(self.departure)
        if not store.finish(self.departure, arrival):
            raise HistoryUnavailable("deleted")

    async def _wait_for(self, step: asyncio.Future[HistoryUnavailable | None], patience_s: float) -> None:
        """Its trouble, or that it takes long; the step itself goes on."""
        done, _ = await asyncio.wait({step}, timeout=patience_s)
        self.trouble = step.result() if done else HistoryUnavailable("database", f"no answer in {patience_s:g} s")

    def _aside(self, step: Callable[[], object]) -> asyncio.Future[HistoryUnavailable | None]:
        return asyncio.get_running_loop().run_in_executor(self._writers, self._safely, step)

    def _safely(self, step: Callable[[], object]) -> HistoryUnavailable | None:
        try:
            step()
        except HistoryUnavailable as failed:
            log.warning("run %s is not kept: %s %s", self.departure.id, failed.reason, failed.detail)
            return failed
        except Exception as bug:
            # A mistake in the history must not cost a call, which may have been paid for.
            log.exception("run %s is not kept", self.departure.id)
            return HistoryUnavailable("database", type(bug).__name__)
        return None


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
            outcome.pictures,
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
