"""The router's cache: which requests were answered, when, for how long, and by which model."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.routing import CacheEntry, CacheKey


class _CachedResponse(NamedTuple):
    key: CacheKey
    stored_at: float
    ttl_s: float
    model: str

    def size(self) -> int:
        """Return roughly the bytes that it holds."""
        return 500 + sum(len(name) + len(value) for name, value in self.key.fields)


class ResponseCache:
    """The newest responses. Pictures are not kept: from the same request they are drawn again.

    A response stays when its time is over, so that a lookup can say that it expired; an equal request replaces it.
    """

    def __init__(self, clock: Callable[[], float], max_count: int, max_bytes: int) -> None:
        self._clock = clock
        self._kept: BoundedStore[CacheKey, _CachedResponse] = BoundedStore(
            max_count=max_count, max_bytes=max_bytes, size_of=_CachedResponse.size
        )

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, key: CacheKey, ttl_s: float, model: str) -> None:
        """Remember that ``model`` answered just now."""
        self._kept.pop(key, None)  # so that it is the last of the entries
        self._kept[key] = _CachedResponse(key, self._clock(), ttl_s, model)

    def entries(self) -> list[CacheEntry]:
        """Return all responses, each with its age now."""
        now = self._clock()
        return [
            # A clock that is set back makes nothing younger than new.
            CacheEntry(kept.key, max(0.0, now - kept.stored_at), kept.ttl_s, kept.model)
            for kept in self._kept.values()
        ]

    def clear(self) -> int:
        """Forget all responses; returns how many there were."""
        number = len(self._kept)
        self._kept.clear()
        return number
