"""Count operations in flight, so that closing the history can wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from orq_ui.errors import HistoryUnavailable


class DrainGate:
    """Open until it is closed for good. Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._in_flight = 0
        self._is_closed = False

    @contextmanager
    def operation(self) -> Iterator[None]:
        """Count as in flight; raise HistoryUnavailable once the gate is closed."""
        with self._changed:
            if self._is_closed:
                raise HistoryUnavailable("database", "the history is closed")
            self._in_flight += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_flight -= 1
                self._changed.notify_all()

    def close(self, timeout_s: float) -> bool:
        """Admit no more operations, and wait so long for those in flight; False when it was closed already."""
        with self._changed:
            if self._is_closed:
                return False
            self._is_closed = True
            self._changed.wait_for(lambda: self._in_flight == 0, timeout_s)
            return True
