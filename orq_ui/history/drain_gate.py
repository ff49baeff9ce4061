"""Who is at work on the history: a server that leaves waits for them, and lets nobody in any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from orq_ui.errors import HistoryUnavailable


class Door:
    """Open until it is shut, for good. Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._is_shut = False

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Be at work; HistoryUnavailable once the door is shut."""
        with self._changed:
            if self._is_shut:
                raise HistoryUnavailable("database", "the history is closed")
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def shut(self, patience_s: float) -> bool:
        """Let nobody in any more, and wait so long for those inside. False when it was shut already."""
        with self._changed:
            if self._is_shut:
                return False
            self._is_shut = True
            self._changed.wait_for(lambda: self._inside == 0, patience_s)
            return True
