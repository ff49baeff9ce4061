"""The server's history: opened when first needed, opened again when it could not be, and closed with the server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import Departure
from orq_ui.settings import Settings
from orq_ui.ui.server.history_recorder import Recording

if TYPE_CHECKING:
    from orq_ui.history import HistoryStore, Limits

AGAIN_S = 5.0
"""A call is not held up by a database that was away a moment ago."""
DAY_S = 86_400.0
UNDO_S = 600.0
"""How long a deleted run can be had back."""
WRITERS = 16
"""Threads that record calls: so many can wait for a history that hangs before others do."""
log = logging.getLogger(__name__)


class History:
    """Gives the store, or raises HistoryUnavailable. Safe to use from several threads; ``clock`` is in seconds."""

    def __init__(self, chosen: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._chosen, self._clock = chosen, clock
        # Of their own: replies are read by the event loop's threads, and a history that hangs must not hold them up.
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="recording")
        self._lock = Lock()
        self._store: HistoryStore | None = None
        self._secret: bytes | None = None
        self._failed: tuple[float, HistoryUnavailable] | None = None
        self._left: set[str] = set()
        self._is_closed = False

    def store(self) -> HistoryStore:
        """Return the store, opened on first use; a failure to open it is repeated for a few seconds, then retried."""
        with self._lock:
            if self._is_closed:
                raise HistoryUnavailable("database", "the history is closed")
            if self._store is None:
                if self._failed is not None and self._clock() < self._failed[0] + AGAIN_S:
                    raise self._failed[1]
                self._store = self._open()
            return self._store

    def secret(self) -> bytes:
        """Return the key that signs the URLs of pictures."""
        if self._secret is None:
            self._secret = self.store().secret()
        return self._secret

    def limits(self) -> Limits:
        """Return how much one person may keep."""
        from orq_ui.history import Limits

        kept = self._chosen
        return Limits(kept.keep_runs or None, kept.keep_days * DAY_S or None, kept.keep_bytes or None)

    def record(self, departure: Departure) -> Recording:
        """Return what keeps this call, from before it leaves until it has ended."""
        return Recording(departure, self.store, self._writers, self.leave)

    def leave(self, run_id: str) -> None:
        """Remember a run that was begun and whose end could not be kept, to be marked as interrupted."""
        self._left.add(run_id)

    def interrupt_left(self, store: HistoryStore) -> None:
        """Mark such runs as interrupted, once that can be written."""
        left = list(self._left)
        if left:
            store.interrupt(left)
            self._left.difference_update(left)

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
            return HistoryStore(self._chosen.database, self._chosen.blobs)
        except HistoryUnavailable as failed:
            self._failed = self._clock(), failed
            raise


def tidy(kept: History) -> None:
    """Finish what dead servers left, remove what was deleted a while ago, and enforce the limits."""
    try:
        store = kept.store()
        store.recover()
        kept.interrupt_left(store)
        store.empty_bin(UNDO_S)
        store.retain(kept.limits())
    except HistoryUnavailable as failed:
        log.warning("the history was not tidied: %s %s", failed.reason, failed.detail)
