"""One kind of store for all that an emulator keeps: bounded in count and bytes, with a time to live."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

from cachetools import TTLCache

K = TypeVar("K")
V = TypeVar("V")


class BoundedStore(TTLCache[K, V]):
    """A mapping that drops what is too old and, when it is full, what nobody has used for the longest."""

    def __init__(
        self,
        *,
        max_count: float = math.inf,
        max_bytes: float = math.inf,
        size_of: Callable[[V], int] | None = None,
        ttl_s: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(max_bytes, ttl_s, timer=clock, getsizeof=size_of)
        self._max_count = max_count

    def __setitem__(self, key: K, value: V) -> None:
        """Store a value, unless it is larger than the whole store."""
        if self.getsizeof(value) > self.maxsize:
            self.pop(key, None)
            return
        while key not in self and len(self) >= self._max_count:
            self.popitem()
        super().__setitem__(key, value)
