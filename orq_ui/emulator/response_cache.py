"""The router's cache: which requests were answered, when, for how long, and by which model."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.routing import CacheEntry, CacheKey


class _CachedResponse(NamedTuple):
    """``answer_id`` is the id of the request that was answered, ``seed`` its seed."""

    key: CacheKey
    stored_at: float
    ttl_s: float
    model: str
    seed: int
    answer_id: str

    def size(self) -> int:
        """Return roughly the bytes that it holds."""
        return 500 + sum(len(name) + len(value) for name, value in self.key.fields)


class ResponseCache(BoundedStore[CacheKey, _CachedResponse]):
    """The newest responses. Pictures are not kept: from the same request and seed they are drawn again.

    A response stays when its time is over, so that a lookup can say that it expired; an equal request replaces it.
    """

    def __init__(self, clock: Callable[[], float], max_count: int, max_bytes: int) -> None:
        super().__init__(max_count=max_count, max_bytes=max_bytes, size_of=_CachedResponse.size)
        self._clock = clock

    def add(self, key: CacheKey, ttl_s: float, model: str, seed: int, answer_id: str) -> None:
        """Remember that ``model`` answered just now."""
        self.pop(key, None)  # so that it is the last of the entries
        self[key] = _CachedResponse(
            key=key, stored_at=self._clock(), ttl_s=ttl_s, model=model, seed=seed, answer_id=answer_id
        )

    def entries(self) -> list[CacheEntry]:
        """Return all responses, each with its age now."""
        now = self._clock()
        # A clock that is set back makes nothing younger than new.
        return [CacheEntry(it.key, max(0.0, now - it.stored_at), it.ttl_s, it.model, it.seed) for it in self.values()]
