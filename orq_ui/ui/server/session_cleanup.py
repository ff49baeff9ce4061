"""Cleans up after closed tabs: cancels their calls, and frees their pictures in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from orq_ui.ui.server.jobs import Jobs
from orq_ui.ui.server.media_store import MediaStore
from orq_ui.ui.streamlit_compat import is_connected

CANCEL_AFTER_S = 5.0
"""A tab that lost its connection for a moment is back by then, also on a busy server; a closed one is not."""
FREE_AFTER_S = 60.0


@dataclass
class SessionCleanup:
    """Remembers since when each session has no tab. ``clock`` is in seconds and never goes back.

    ``free_after_s`` is how long a tab that was away finds its session again; later its pictures are for nobody.
    """

    jobs: Jobs
    pictures: MediaStore
    clock: Callable[[], float] = time.monotonic
    is_open: Callable[[str], bool] = is_connected
    free_after_s: float = FREE_AFTER_S
    _closed_since: dict[str, float] = field(default_factory=dict)

    def sweep(self) -> None:
        """Look once at every session that has a call under way or a picture in memory."""
        known = self.jobs.sessions() | self.pictures.sessions()
        closed = {session for session in known if not self.is_open(session)}
        now = self.clock()
        self._closed_since = {session: self._closed_since.get(session, now) for session in closed}
        self.jobs.cancel_sessions(lambda session: self._closed_for(session, now) >= CANCEL_AFTER_S)
        self.pictures.free_sessions(lambda session: self._closed_for(session, now) >= self.free_after_s)

    def _closed_for(self, session: str, now: float) -> float:
        return now - self._closed_since.get(session, now)
