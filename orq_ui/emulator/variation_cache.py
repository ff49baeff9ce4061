"""Variations drawn before, so that an equal request and a cache hit need no brush."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple


class Commission(NamedTuple):
    """What a variation depends on, ``picture`` being the SHA-256 of the uploaded bytes; equal ones look the same."""

    picture: str
    model: str
    side: int
    seed: int
    place: int


class Portfolio:
    """The variations that were last looked at, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Commission, bytes] = OrderedDict()
        self._size = 0

    def find(self, commission: Commission) -> bytes | None:
        """The PNG, or None when it must be drawn."""
        png = self._kept.get(commission)
        if png is not None:
            self._kept.move_to_end(commission)
        return png

    def keep(self, commission: Commission, png: bytes) -> None:
        """Add one, and let those go that nobody asked for the longest."""
        self._size += len(png) - len(self._kept.pop(commission, b""))
        self._kept[commission] = png
        while self._size > self._most_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)
