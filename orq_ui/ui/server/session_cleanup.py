"""Cleans up after closed tabs: cancels their calls, and frees their pictures in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from orq_ui.ui.server.jobs import Jobs
from orq_ui.ui.server.media_store import MediaStore
from orq_ui.ui.streamlit_compat import is_connected

CANCEL_AFTER_S = 2.0
"""A tab that only lost its connection for a moment is back by then; one that was closed is not."""
FREE_AFTER_S = 60.0


@dataclass
class SessionCleanup:
    """Remembers since when each session has no tab. ``clock`` is in seconds and never goes back."""

    jobs: Jobs
    pictures: MediaStore
    clock: Callable[[], float] = time.monotonic
    is_open: Callable[[str], bool] = is_connected
    _closed_since: dict[str, float] = field(default_factory=dict)

    def sweep(self) -> None:
        """Look once at every session that has a call under way or a picture in memory."""
        known = self.jobs.sessions() | self.pictures.sessions()
        closed = {session for session in known if not self.is_open(session)}
        now = self.clock()
        self._closed_since = {session: self._closed_since.get(session, now) for session in closed}
        self.jobs.cancel_sessions(lambda session: self._closed_for(session, now) >= CANCEL_AFTER_S)
        self.pictures.free_sessions(lambda session: self._closed_for(session, now) >= FREE_AFTER_S)

    def _closed_for(self, session: str, now: float) -> float:
        return now - self._closed_since.get(session, now)
