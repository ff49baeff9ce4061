"""Processes and ports: ending, killing and waiting without polling, also for processes that are not our children."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

TERMINATE_TIMEOUT_S = 15.0
EXIT_TIMEOUT_S = 30.0


def without_coverage(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a Python process that measures no coverage: that would only make it slow."""
    return {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def terminate(process: subprocess.Popen[Any]) -> None:
    """Send SIGTERM and wait for the exit; kill the process and raise TimeoutExpired after 15 s."""
    process.terminate()
    try:
        process.wait(TERMINATE_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def children(parent: int) -> list[int]:
    """Return the ids of the processes that one has started (Linux only)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended since
            # "pid (name) state ppid ..."; the name may hold anything, a bracket too.
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def kill(pids: Iterable[int]) -> None:
    """Send SIGKILL, and wait until all have exited, reaped by their parent or not (Linux only)."""
    for pid in pids:
        with wait_for_exit([pid]), suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def wait_for_exit(pids: Iterable[int]) -> Iterator[None]:
    """At the end of the block wait until all of these have exited; raise TimeoutError after 30 s (Linux only)."""
    handles = []
    for pid in pids:
        with suppress(ProcessLookupError):
            handles.append(os.pidfd_open(pid))
    try:
        yield
        end = time.monotonic() + EXIT_TIMEOUT_S
        for handle in handles:
            if not select.select([handle], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError(f"one of {pids} has not exited")
    finally:
        for handle in handles:
            os.close(handle)
