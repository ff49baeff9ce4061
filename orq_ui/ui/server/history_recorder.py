"""Records one call in the history, before it is sent and when it has ended, without ever holding it up for long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from orq_ui.client import Reply
from orq_ui.errors import BadReply, Cancelled, HistoryUnavailable, OrqUiError, Refused
from orq_ui.history import RunFinished, RunStarted

if TYPE_CHECKING:
    from orq_ui.history import HistoryStore

SEND_AFTER_S = 3.0
"""A call is sent after this long at the latest, recorded or not."""
SHOW_AFTER_S = 3.0
"""A result is shown this long after it came at the latest, kept or not."""
WARN_AFTER_S = 15.0
"""A result that is still being written after this long is reported as not kept, until it is."""
log = logging.getLogger(__name__)


class HistoryRecorder:
    """Records one call; whatever fails here becomes ``error``, to be shown, and never fails the call itself.

    ``is_kept`` is None until it is known; meanwhile ``error`` may be that it takes long. ``on_unfinished`` gets the id
    of a run that was begun and could not be finished. ``send_after_s`` and ``warn_after_s`` are the two time limits
    for a history that hangs.
    """

    def __init__(
        self,
        started: RunStarted,
        store: Callable[[], HistoryStore],
        writers: Executor,
        on_unfinished: Callable[[str], None] | None = None,
        send_after_s: float = SEND_AFTER_S,
        warn_after_s: float = WARN_AFTER_S,
    ) -> None:
        self.started = started
        self.error: HistoryUnavailable | None = None
        self.is_kept: bool | None = None
        self._store, self._writers, self._on_unfinished = store, writers, on_unfinished
        self._send_after_s, self._warn_after_s = send_after_s, warn_after_s
        self._begun: asyncio.Future[HistoryUnavailable | None] | None = None
        self._finishing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Record the call as being sent, waiting only so long for it. A cancelled call is still recorded."""
        self._begun = self._in_thread(lambda: self._store().begin(self.started))
        await self._wait(self._begun, self._send_after_s)

    async def finish(self, outcome: Reply | OrqUiError, ledger: dict[str, Any] | None, duration_ms: float) -> None:
        """Record how the call ended, once, waiting only so long for it."""
        if self._finishing is None:
            finished = run_finished(outcome, ledger, duration_ms)
            self._finishing = asyncio.create_task(self._finish_after_begin(finished))
        await asyncio.wait({self._finishing}, timeout=SHOW_AFTER_S)

    async def _finish_after_begin(self, finished: RunFinished) -> None:
        # Also a begin that ends late: its run must not stay as being sent.
        is_begun = self._begun is not None and await self._begun is None
        finishing = self._in_thread(lambda: self._finish(finished, is_begun))
        await self._wait(finishing, self._warn_after_s)
        self.error = await finishing
        if self.error is not None and self._on_unfinished is not None:
            self._on_unfinished(self.started.id)
        self.is_kept = self.error is None

    def _finish(self, finished: RunFinished, is_begun: bool) -> None:
        store = self._store()
        if not is_begun:
            # The history may be back: all of the run can still be kept.
            store.begin(self.started)
        if not store.finish(self.started, finished):
            raise HistoryUnavailable("deleted")

    async def _wait(self, step: asyncio.Future[HistoryUnavailable | None], timeout_s: float) -> None:
        """Set ``error`` to the step's, or to that it takes long; the step itself goes on."""
        done, _ = await asyncio.wait({step}, timeout=timeout_s)
        self.error = step.result() if done else HistoryUnavailable("database", f"no answer in {timeout_s:g} s")

    def _in_thread(self, step: Callable[[], object]) -> asyncio.Future[HistoryUnavailable | None]:
        return asyncio.get_running_loop().run_in_executor(self._writers, self._try, step)

    def _try(self, step: Callable[[], object]) -> HistoryUnavailable | None:
        try:
            step()
        except HistoryUnavailable as failed:
            log.warning("run %s is not kept: %s %s", self.started.id, failed.reason, failed.detail)
            return failed
        except Exception as bug:
            # A mistake in the history must not cost a call, which may have been paid for.
            log.exception("run %s is not kept", self.started.id)
            return HistoryUnavailable("database", type(bug).__name__)
        return None


def run_finished(outcome: Reply | OrqUiError, ledger: dict[str, Any] | None, duration_ms: float) -> RunFinished:
    """Return how a call ended, as the history keeps it."""
    if isinstance(outcome, Reply):
        return RunFinished(
            state="done",
            duration_ms=duration_ms,
            status=outcome.status,
            headers=outcome.headers,
            timings=outcome.timings.measured(),
            response=outcome.response.model_dump(exclude_unset=True),
            pictures=outcome.pictures,
            notes=tuple((note.index, note.reason, note.detail) for note in outcome.notes),
            ledger=ledger,
        )
    status, headers = (outcome.status, outcome.headers) if isinstance(outcome, Refused | BadReply) else (None, ())
    return RunFinished(
        state="cancelled" if isinstance(outcome, Cancelled) else "failed",
        duration_ms=duration_ms,
        status=status,
        headers=headers,
        timings={"total": duration_ms},
        ledger=ledger,
        error=outcome,
    )
