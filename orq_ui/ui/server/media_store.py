"""The URLs of pictures, each for one person in one browser: from the history, and from memory for the open tabs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

from orq_ui.history import SOURCE
from orq_ui.ui.server.history import History
from orq_ui.ui.server.identity import Owner, binding_of
from orq_ui.ui.streamlit_compat import STATIC_PREFIX

MEMORY_PREFIX = f"{STATIC_PREFIX}pictures/"
HISTORY_PREFIX = f"{STATIC_PREFIX}history/"
MAX_DOWNLOADS = 4
"""Of one session: a file is fetched at once when its button is clicked."""
Form = Literal["small", "whole", "save"]
"""As a thumbnail, as the bytes that came, or the same to be saved."""


@dataclass(frozen=True)
class InMemory:
    """A picture of an open tab, or a file that it is about to save."""

    content: bytes = field(repr=False)
    media_type: str
    name: str
    session: str
    owner: Owner
    is_download: bool = False


class MediaStore:
    """Makes the URLs of pictures and answers for them. Safe to use from several threads.

    A kept run's picture has a URL that every server of the same history can answer, until its person signs out. What
    an open tab shows is in memory too, under that URL where there is one, or else under one that cannot be guessed:
    it stays visible when the history is away, or when its run is deleted.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._in_memory: dict[str, InMemory] = {}
        self._downloads: defaultdict[str, deque[str]] = defaultdict(deque)
        self._lock = Lock()

    def url(self, owner: Owner, run_id: str, place: int, form: Form = "whole") -> str:
        """Return the signed URL of a run's picture. Raises HistoryUnavailable."""
        return run_url(run_id, place, form, self.signature(owner.id, owner.binding, run_id))

    def zip_url(self, owner: Owner, run_ids: Sequence[str]) -> str:
        """Return the signed download URL of a zip with these runs. Raises HistoryUnavailable."""
        runs = ",".join(run_ids)
        return f"{HISTORY_PREFIX}{runs}/zip/{self.signature(owner.id, owner.binding, runs)}"

    def signature(self, owner_id: str, seat: str, runs: str) -> str:
        """Return the HMAC-SHA256 that binds a URL to one owner and browser. Raises HistoryUnavailable."""
        text = "\n".join((owner_id, seat, runs))
        return hmac.new(self._history.secret(), text.encode(), hashlib.sha256).hexdigest()

    def put(
        self, content: bytes, media_type: str, name: str, session: str, owner: Owner, url: str | None = None
    ) -> str:
        """Keep a picture in memory for a session, under a new URL unless one is given, and return the URL."""
        url = url or MEMORY_PREFIX + secrets.token_urlsafe(32)
        with self._lock:
            self._in_memory[url] = InMemory(
                content=content, media_type=media_type, name=name, session=session, owner=owner
            )
        return url

    def put_download(self, content: bytes, media_type: str, name: str, session: str, owner: Owner) -> str:
        """Keep a file that a session is about to save, and return its URL; the session's oldest one goes for it."""
        url = MEMORY_PREFIX + secrets.token_urlsafe(32)
        with self._lock:
            downloads = self._downloads[session]
            downloads.append(url)
            if len(downloads) > MAX_DOWNLOADS:
                self._in_memory.pop(downloads.popleft(), None)
            self._in_memory[url] = InMemory(
                content=content, media_type=media_type, name=name, session=session, owner=owner, is_download=True
            )
        return url

    def get(self, url: str, cookies: Mapping[str, str]) -> InMemory | None:
        """Return the picture in memory under a URL, if these are the cookies of the person it is for."""
        found = self._in_memory.get(url)
        return found if found is not None and found.owner.binding == binding_of(found.owner.id, cookies) else None

    def free(self, *urls: str) -> None:
        """Drop pictures from memory; the history's stay."""
        with self._lock:
            for url in urls:
                self._in_memory.pop(url, None)

    def sessions(self) -> set[str]:
        """Return every session that has a picture in memory."""
        with self._lock:
            return {picture.session for picture in self._in_memory.values()}

    def free_sessions(self, gone: Callable[[str], bool]) -> int:
        """Drop the pictures of every session for which ``gone`` is true, and return how many there were."""
        with self._lock:
            urls = [url for url, picture in self._in_memory.items() if gone(picture.session)]
            for url in urls:
                del self._in_memory[url]
            for session in [session for session in self._downloads if gone(session)]:
                del self._downloads[session]
            return len(urls)


def run_url(run_id: str, place: int, form: str, signature: str) -> str:
    """Return the URL of a run's picture. The source is number 0 there: paths have no negative numbers."""
    return f"{HISTORY_PREFIX}{run_id}/{place - SOURCE}/{form}/{signature}"
