"""How work grows with its input: tells what a clock would, however fast or busy the machine is."""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Input = TypeVar("Input")

PARTS = 4
"""The whole input is this many times the size of what it is compared with."""

LINEAR = PARTS * 2
"""Below this no work grows with the square of its input: that would be 16. Linear work is at 4, n log n at about 5."""

TRIES = 5
SHORTEST_S = 0.004
"""Shorter times count as this long: a clock and a cache say more about them than the work does."""


def growth(
    make: Callable[[int], Input],
    work: Callable[[Input], object],
    size: int,
    clock: Callable[[], float] = time.thread_time,
) -> float:
    """Return the seconds of work on an input of this size over those on a quarter of it; the best of some tries."""
    part, whole = make(size // PARTS), make(size)
    least = float("inf")
    for _ in range(TRIES):
        least = min(least, _seconds(work, whole, clock) / max(_seconds(work, part, clock), SHORTEST_S))
        if least < LINEAR:
            break
    return least


@contextmanager
def untraced() -> Iterator[None]:
    """Suspend the measuring of coverage: it triples the time of work that runs the same lines over and over."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def _seconds(work: Callable[[Input], object], given: Input, clock: Callable[[], float]) -> float:
    """Time the work without garbage collection, which looks through all that earlier tests left behind."""
    gc.disable()
    try:
        with untraced():
            started = clock()
            work(given)
            return clock() - started
    finally:
        gc.enable()
