"""One piece of work in a Python process of its own, which can be killed and does not outlive this one."""

from __future__ import annotations

import math
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import orq_ui
from orq_ui.errors import UnusablePicture
from orq_ui.imaging.picture import Picture

T = TypeVar("T")
_VARIABLES = frozenset(
    {
        *("PATH", "HOME", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT"),
        *("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    }
)
"""What Python needs of the environment; nobody who takes over a decoder finds a key there."""
_RESULTS = {(each.__module__, each.__name__): each for each in (Picture, UnusablePicture)}

_BROKEN = (pickle.UnpicklingError, EOFError, TypeError, ValueError, LookupError, AttributeError)
"""What the bytes of a process that was taken over may raise."""


class Child:
    """Work for a child process, which starts with :meth:`run`."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def run(self, limit_s: float) -> Any:
        """Start the child, wait for it, and return what the work returned.

        Raise the :class:`UnusablePicture` that the work raised, or one with reason ``too_slow`` after ``limit_s``
        seconds, or ``decoder_failed`` where the child died.
        """
        with self._lock:
            if self._is_stopped:
                raise UnusablePicture("decoder_failed", detail="stopped")
            self._process = process = _spawn(limit_s)
        with process:  # which closes its pipes, and waits for it
            try:
                reply, _ = process.communicate(pickle.dumps(self._work), limit_s)
            except subprocess.TimeoutExpired:
                raise UnusablePicture("too_slow", detail=f"over {limit_s:g} s") from None
            finally:
                process.kill()
        if process.returncode != 0:
            raise UnusablePicture("decoder_failed", detail=str(process.returncode))
        try:
            is_raised, value = _Reply(BytesIO(reply)).load()
        except _BROKEN as reason:
            raise UnusablePicture("decoder_failed", detail="reply") from reason
        if is_raised:
            raise value
        return value

    def stop(self) -> None:
        """Kill the child, or let it never start."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()


class _Reply(pickle.Unpickler):
    """What a child may answer: values without code, pictures and refusals. The child has read a hostile file."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the few classes of an answer."""
        try:
            return _RESULTS[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no answer") from None


def _spawn(limit_s: float) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name.upper() in _VARIABLES}
    return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", f"{__package__}", str(os.getpid()), str(math.ceil(limit_s) + 1)],
        cwd=Path(orq_ui.__file__).parents[1],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
