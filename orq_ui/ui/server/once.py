"""What a process has one of, however many threads ask for it first."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Decorates a function without arguments; ``functools.cache`` would let two threads make two, and keep one."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: list[Made] = []
        update_wrapper(self, make)

    def __call__(self) -> Made:
        """The one; the first to ask makes it, and the others wait."""
        made = self._made
        if not made:
            with self._lock:
                if not made:
                    made.append(self._make())
        return made[0]

    def cache_clear(self) -> None:
        """Make another one next time."""
        self._made = []
