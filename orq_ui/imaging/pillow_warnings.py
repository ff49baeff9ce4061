"""Pillow without its warnings: what they warn of is checked here, and a warning must not become an error."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_lock = threading.Lock()
_inside = 0
_filters = ExitStack()


@contextmanager
def suppress_warnings() -> Iterator[None]:
    """Ignore warnings inside, in any number of threads.

    Warning filters belong to the process. Two threads that each save and restore them can leave the
    wrong ones behind, so the first thread in saves and the last one out restores.
    """
    global _inside
    with _lock:
        if _inside == 0:
            _filters.enter_context(warnings.catch_warnings(action="ignore"))
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                _filters.close()
