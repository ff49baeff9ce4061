"""Where work on pictures runs: short work in a few threads, the rest one after the other in child processes.

No thread can be stopped while Pillow decodes, so that only what is over well within a second runs in one.
"""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import ParamSpec, TypeVar

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.workers.child import Child

P = ParamSpec("P")
T = TypeVar("T")
SHORT_S = 0.5
"""Seconds of one core by :attr:`Container.decoding_s`; starting a child takes about 0.2 s."""
TIME_LIMIT_S = 30.0
"""Seconds for a child: several times what a picture may take by its header, for slow and busy machines."""
QUEUE_LIMIT_S = 60.0
"""Seconds that a thread waits for the children before its own."""

_short = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="decode")
_long = ThreadPoolExecutor(1, thread_name_prefix="decode-in-child")
"""One child at a time: large pictures take much memory, and a core stays free for the others."""
_children: weakref.WeakSet[Child] = weakref.WeakSet()
_children_lock = threading.Lock()


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
    with _children_lock:
        children = list(_children)
    for child in children:
        child.stop()


def _start(work: Callable[[], T], seconds: float, limit_s: float) -> tuple[Future[T], Child | None]:
    if is_short(seconds):
        return _short.submit(work), None
    child = Child(work)
    with _children_lock:
        _children.add(child)
    return _long.submit(partial(child.run, limit_s)), child
