"""How work grows with its input: says what a clock would, without depending on how fast or how busy a machine is."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")

PARTS = 4
"""The whole is this many times the size of what it is compared with."""

LINEAR = PARTS * 2
"""Below this no work grows with the square of its input: that would be 16. Linear work is at 4, n log n at about 5."""

TRIES = 5
GRAIN_S = 0.004
"""Shorter times are taken for this long: a clock and a cache say more about them than the work does."""


def growth(
    make: Callable[[int], Made],
    work: Callable[[Made], object],
    size: int,
    clock: Callable[[], float] = time.thread_time,
) -> float:
    """Seconds of work on what is made at this size over those at a quarter of it; of some tries the best one."""
    part, whole = make(size // PARTS), make(size)
    least = float("inf")
    for _ in range(TRIES):
        least = min(least, _seconds(work, whole, clock) / max(_seconds(work, part, clock), GRAIN_S))
        if least < LINEAR:
            break
    return least


def _seconds(work: Callable[[Made], object], made: Made, clock: Callable[[], float]) -> float:
    """What the collector of garbage does is not counted: it looks through all that earlier tests left behind."""
    gc.disable()
    try:
        started = clock()
        work(made)
        return clock() - started
    finally:
        gc.enable()
