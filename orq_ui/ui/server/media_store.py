"""Pictures served as the bytes they are, under tokens that cannot be guessed, for as long as their session lives."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

URL_PREFIX = "/app/static/pictures/"
"""`st.image` takes relative addresses only below /app/static; our route answers there first."""


@dataclass(frozen=True)
class Original:
    """What a token stands for."""

    content: bytes = field(repr=False)
    media_type: str
    name: str
    session: str
    browser: str = ""


@dataclass
class MediaStore:
    """Token to picture, for every session of the process."""

    by_token: dict[str, Original] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def put(self, content: bytes, media_type: str, name: str, session: str, browser: str = "") -> str:
        """Keep a picture and return the address to show it from, which answers to that browser alone."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self.by_token[token] = Original(content, media_type, name, session, browser)
        return URL_PREFIX + token

    def get(self, token: str, browser: str = "") -> Original | None:
        """The picture of a token, for the browser it was put there for."""
        found = self.by_token.get(token)
        return found if found is not None and found.browser == browser else None

    def free(self, *urls: str) -> None:
        """Forget pictures by the addresses that ``put`` gave."""
        with self._lock:
            for url in urls:
                self.by_token.pop(url.removeprefix(URL_PREFIX), None)

    def sessions(self) -> set[str]:
        """Every session that holds a picture."""
        with self._lock:
            return {original.session for original in self.by_token.values()}

    def free_sessions(self, gone: Callable[[str], bool]) -> int:
        """Forget the pictures of every session for which ``gone`` is true, and say how many went."""
        with self._lock:
            tokens = [token for token, original in self.by_token.items() if gone(original.session)]
            for token in tokens:
                del self.by_token[token]
            return len(tokens)
