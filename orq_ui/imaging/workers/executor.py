"""Where work on pictures runs: short work in a few threads, the rest in one child process after the other.

No thread can be stopped while Pillow decodes, so that only what is over well within a second runs in one.
"""

from __future__ import annotations

import asyncio
import heapq
import os
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import count
from typing import Any, NamedTuple, TypeVar

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.workers.child import Child

T = TypeVar("T")
SHORT_S = 0.5
"""Seconds of one core by :attr:`Container.decoding_s`; starting a child takes about 0.2 s."""
TIME_LIMIT_S = 30.0
"""Seconds for a child: several times what a picture may take by its header, for slow and busy machines."""
QUEUE_LIMIT_S = 60.0
"""Seconds that a thread waits for the children before its own."""


class _Waiting(NamedTuple):
    """Work for a child in the order of its turn: what takes the fewest seconds first, then what came first."""

    seconds: float
    number: int
    child: Child
    limit_s: float
    future: Future[Any]


_short = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="decode")
_long = ThreadPoolExecutor(1, thread_name_prefix="decode-in-child")
"""One child at a time: large pictures take much memory, and a core stays free for the others."""
_queue: list[_Waiting] = []
"""A heap, so that a photo need not wait for all hostile pictures that came before it."""
_numbers = count()
_children: weakref.WeakSet[Child] = weakref.WeakSet()
_lock = threading.Lock()
"""For the queue and the children."""


def run(work: Callable[[], T], seconds: float, limit_s: float = TIME_LIMIT_S) -> T:
    """Do the work, and wait for it. Raise what it raises.

    ``work`` is a partial of a function of a module; ``seconds`` is what it is estimated to take. Work of more than
    ``SHORT_S`` is done in a child process, which is killed after ``limit_s``: :class:`UnusablePicture` with reason
    ``too_slow`` then, as where others keep the child busy for too long, or ``decoder_failed`` where the child died.
    Never call it in work.
    """
    future, child = _start(work, seconds, limit_s)
    if child is None:
        return future.result()
    if not wait([future], QUEUE_LIMIT_S + limit_s).done:
        child.stop()
        future.cancel()
        raise UnusablePicture("too_slow", detail=f"over {QUEUE_LIMIT_S + limit_s:g} s")
    return future.result()


async def run_async(work: Callable[[], T], seconds: float, limit_s: float = TIME_LIMIT_S) -> T:
    """Do the work as :func:`run` does; cancelling kills its child, or takes it out of the queue."""
    future, child = _start(work, seconds, limit_s)
    try:
        return await asyncio.wrap_future(future)
    except asyncio.CancelledError:
        if child is not None:
            child.stop()
        raise


def is_short(seconds: float) -> bool:
    """Return whether work of so many seconds runs in a thread."""
    return seconds <= SHORT_S


def stop_children() -> None:
    """Kill all children; the work that waits for one fails."""
    with _lock:
        children = list(_children)
    for child in children:
        child.stop()


def _start(work: Callable[[], T], seconds: float, limit_s: float) -> tuple[Future[T], Child | None]:
    if is_short(seconds):
        return _short.submit(work), None
    waiting = _Waiting(seconds, next(_numbers), Child(work), limit_s, Future())
    with _lock:
        _children.add(waiting.child)
        heapq.heappush(_queue, waiting)
    _long.submit(_run_next)
    return waiting.future, waiting.child


def _run_next() -> None:
    with _lock:
        waiting = heapq.heappop(_queue)
    if waiting.future.set_running_or_notify_cancel():
        try:
            result = waiting.child.run(waiting.limit_s)
        except BaseException as reason:  # noqa: BLE001 - for whoever waits for it
            waiting.future.set_exception(reason)
        else:
            waiting.future.set_result(result)
