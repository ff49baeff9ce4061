"""Processes that are not our children: who they are, and waiting for their end without asking again and again."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE_S = 30.0


def children(parent: int) -> list[int]:
    """The processes that one has started (Linux only)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended since
            # "pid (name) state ppid ..."; the name may hold anything, a bracket too.
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def kill(pids: Iterable[int]) -> None:
    """SIGKILL, and wait until all have ended, collected by their parent or not (Linux only)."""
    for pid in pids:
        with watched([pid]), suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def watched(pids: Iterable[int]) -> Iterator[None]:
    """Wait at the end until all of these have ended; TimeoutError if one lives on for 30 s (Linux only)."""
    handles = []
    for pid in pids:
        with suppress(ProcessLookupError):
            handles.append(os.pidfd_open(pid))
    try:
        yield
        end = time.monotonic() + PATIENCE_S
        for handle in handles:
            if not select.select([handle], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError(f"one of {pids} has not ended")
    finally:
        for handle in handles:
            os.close(handle)
