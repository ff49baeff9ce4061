"""The drawn pictures behind the urls: unguessable names, 60 minutes, bounded in count and bytes."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable

from orq_ui.emulator.options import LIFETIME_S


class PictureStore:
    """Keeps the newest pictures; the oldest go first when there are too many, in count or in bytes."""

    def __init__(self, clock: Callable[[], float], most: int, most_bytes: int) -> None:
        self._clock, self._most, self._most_bytes = clock, most, most_bytes
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._size

    def add(self, png: bytes) -> str:
        """Keep a picture and give the name that it is found by."""
        name = self.unused_name()
        self._kept[name] = (self._clock() + LIFETIME_S, png)
        self._size += len(png)
        self._trim()
        return name

    def unused_name(self) -> str:
        """A name that leads to nothing yet."""
        return secrets.token_urlsafe(24)

    def get(self, name: str) -> bytes | None:
        """The picture, or None when its time is over or it never was."""
        self._trim()
        return self._kept[name][1] if name in self._kept else None

    def _trim(self) -> None:
        now = self._clock()
        while self._kept:
            name, (ends, png) = next(iter(self._kept.items()))
            if ends > now and len(self._kept) <= self._most and self._size <= self._most_bytes:
                return
            del self._kept[name]
            self._size -= len(png)
