"""Measures how work grows with its input, without depending on how fast or how busy a machine is."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")

PARTS = 4
"""The whole is this many times the size of what it is compared with."""

LINEAR = PARTS * 2
"""Below this no work grows with the square of its input: that would be 16. Linear work is at 4, n log n at about 5."""

TRIES = 5
GRAIN_S = 0.004
"""Shorter times count as this long: they depend more on the clock and the cache than on the work."""


def growth(
    make: Callable[[int], Input],
    work: Callable[[Input], object],
    size: int,
    clock: Callable[[], float] = time.thread_time,
) -> float:
    """Return the seconds of work at this size over those at a quarter of it; of some tries the best one."""
    part, whole = make(size // PARTS), make(size)
    least = float("inf")
    for _ in range(TRIES):
        least = min(least, _seconds(work, whole, clock) / max(_seconds(work, part, clock), GRAIN_S))
        if least < LINEAR:
            break
    return least


def _seconds(work: Callable[[Input], object], given: Input, clock: Callable[[], float]) -> float:
    """Time the work without the garbage collector, which would look through all that earlier tests left behind."""
    gc.disable()
    try:
        started = clock()
        work(given)
        return clock() - started
    finally:
        gc.enable()
