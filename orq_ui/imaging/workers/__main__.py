"""The child's side: read one piece of work from stdin, do it, write its result to stdout, end.

Arguments: the parent's process id, and the seconds of processor time after which the system kills this process.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys

from orq_ui.errors import UnusablePicture

MAX_MEMORY = 4_000_000_000
"""Bytes of addresses, of which threads and libraries take some: for what no header tells, such as a codec's tables."""
_PR_SET_PDEATHSIG = 1


def main(parent: int, processor_s: int) -> None:
    """Do one piece of work under limits that the system keeps."""
    _limit(processor_s)
    _end_with(parent)
    # What a library prints must not get between the bytes of the result.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    try:
        result = (False, work())
    except UnusablePicture as refused:
        result = (True, refused)
    except MemoryError:
        result = (True, UnusablePicture("too_much_memory"))
    with out:
        pickle.dump(result, out)


def _limit(processor_s: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":  # macOS does not keep it
            resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _end_with(parent: int) -> None:
    """Have this process killed with the parent; elsewhere than on Linux it ends by its limit of processor time."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # which ended before
            sys.exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
