"""The server's history: opened when first needed, opened again when it could not be, and closed with the server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import RunStarted
from orq_ui.settings import Settings
from orq_ui.ui.server.history_recorder import HistoryRecorder

if TYPE_CHECKING:
    from orq_ui.history import HistoryStore, RetentionLimits

RETRY_S = 5.0
"""A call does not wait for a database that was away so recently."""
DAY_S = 86_400.0
WRITERS = 16
"""Threads that record calls: so many can wait for a history that hangs before others do."""
log = logging.getLogger(__name__)


class History:
    """Opens the store once, and closes it. Safe to use from several threads; ``clock`` is in seconds."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        # Of their own: replies are read by the event loop's threads, and a history that hangs must not hold them up.
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="recording")
        self._lock = Lock()
        self._store: HistoryStore | None = None
        self._secret: bytes | None = None
        self._failed: tuple[float, HistoryUnavailable] | None = None
        self._unfinished: set[str] = set()
        self._is_closed = False

    def store(self) -> HistoryStore:
        """Return the store, opened on first use; a failure to open it holds for some seconds, then it is retried."""
        with self._lock:
            if self._is_closed:
                raise HistoryUnavailable("database", "the history is closed")
            if self._store is None:
                if self._failed is not None and self._clock() < self._failed[0] + RETRY_S:
                    raise self._failed[1]
                self._store = self._open()
            return self._store

    def secret(self) -> bytes:
        """Return the key that signs the URLs of pictures."""
        if self._secret is None:
            self._secret = self.store().secret()
        return self._secret

    def limits(self) -> RetentionLimits:
        """Return how much one person may keep."""
        from orq_ui.history import RetentionLimits

        given = self._settings
        return RetentionLimits(given.keep_runs or None, given.keep_days * DAY_S or None, given.keep_bytes or None)

    def recorder(self, started: RunStarted) -> HistoryRecorder:
        """Return what records this call, from before it is sent until it has ended."""
        return HistoryRecorder(started, self.store, self._writers, self.mark_unfinished)

    def mark_unfinished(self, run_id: str) -> None:
        """Remember a run that was begun and whose end could not be kept, to be marked as interrupted."""
        self._unfinished.add(run_id)

    def interrupt_unfinished(self, store: HistoryStore) -> None:
        """Record such runs as interrupted, now that the history can be written."""
        run_ids = list(self._unfinished)
        if run_ids:
            store.interrupt(run_ids)
            self._unfinished.difference_update(run_ids)

    def close(self) -> None:
        """Close the store for good, after what is being written."""
        with self._lock:
            self._is_closed = True
            if self._store is not None:
                self._store.close()
        self._writers.shutdown()

    def _open(self) -> HistoryStore:
        # Not at the top: SQLAlchemy and Alembic take a while to import, and the first page does not wait for them.
        from orq_ui.history import HistoryStore

        try:
            return HistoryStore(self._settings.database, self._settings.blobs)
        except HistoryUnavailable as failed:
            self._failed = self._clock(), failed
            raise


def tidy(history: History) -> None:
    """Finish what dead servers left, remove what was deleted a while ago, and enforce the limits."""
    from orq_ui.history.limits import UNDO_S  # late, as all that needs SQLAlchemy

    try:
        store = history.store()
        store.recover()
        history.interrupt_unfinished(store)
        store.empty_trash(UNDO_S)
        store.enforce_limits(history.limits())
    except HistoryUnavailable as failed:
        log.warning("the history was not tidied: %s %s", failed.reason, failed.detail)
