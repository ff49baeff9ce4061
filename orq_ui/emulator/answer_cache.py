"""The router's cache: which requests were answered, when, for how long, and by whom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from orq_ui.routing import CacheEntry, CacheKey


@dataclass(frozen=True)
class _Answer:
    at: float
    ttl_s: float
    model: str
    weight: int


class AnswerCache:
    """The newest answers, bounded in count and bytes. Pictures are not kept: from the same request they are redrawn.

    An answer stays when its time is over, so that a lookup can say that it expired; an equal request replaces it.
    """

    def __init__(self, clock: Callable[[], float], most: int, most_bytes: int) -> None:
        self._clock, self._most, self._most_bytes = clock, most, most_bytes
        self._kept: OrderedDict[CacheKey, _Answer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, key: CacheKey, ttl_s: float, model: str) -> None:
        """Remember that ``model`` answered just now."""
        weight = 500 + sum(len(name) + len(value) for name, value in key.fields)
        self._kept.pop(key, None)
        self._kept[key] = _Answer(self._clock(), ttl_s, model, weight)
        total = sum(answer.weight for answer in self._kept.values())
        while len(self._kept) > self._most or total > self._most_bytes:
            _, oldest = self._kept.popitem(last=False)
            total -= oldest.weight

    def stored(self) -> list[CacheEntry]:
        """All answers, each with its age now."""
        now = self._clock()
        return [
            # A clock that is set back makes nothing younger than new.
            CacheEntry(key, max(0.0, now - answer.at), answer.ttl_s, answer.model)
            for key, answer in self._kept.items()
        ]

    def clear(self) -> int:
        """Forget all; gives how many there were."""
        number = len(self._kept)
        self._kept.clear()
        return number
