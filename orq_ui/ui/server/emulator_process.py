"""The built-in emulator as a child process: started when first needed, ended with the server even if that is killed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections import deque
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

import orq_ui
from orq_ui.errors import Unreachable
from orq_ui.routing import Scenario

HOST = "127.0.0.1"
READY_S = 30.0
"""A cold start on a slow disk takes a few seconds."""
STOP_S = 3.0
_READY = "emulator ready "
_GIVES_MEMORY_BACK = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "1000000", "MALLOC_MMAP_THRESHOLD_": "2000000"}
"""For glibc, in bytes; others ignore it. A picture's buffers go back when it is drawn: 110 MB stay instead of 180."""


class EmulatorProcess:
    """One emulator on loopback, started on first use and again after it died. Safe to use from several threads."""

    def __init__(self, port: int = 0, time_scale: float = 1.0) -> None:
        self._port, self._time_scale = port, time_scale
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._starts = 0
        self._origins: list[str] = []
        self._scenario: tuple[bytes, Scenario] | None = None

    @property
    def url(self) -> str:
        """The origin at which it answers; starts it if it is not running."""
        return self.ensure_running()

    def is_running(self) -> bool:
        """Return whether the child runs now."""
        child = self._child
        return child is not None and child.process.poll() is None

    @property
    def starts(self) -> int:
        """How often it was started: another number after a request was lost says that it had died meanwhile."""
        return self._starts

    def current_url(self, url: str) -> str:
        """Return a URL of the emulator with the origin that it has now; any other URL as it is. Starts nothing."""
        origins = self._origins
        old = next((origin for origin in origins if url.startswith(f"{origin}/")), None)
        return url if old is None else origins[-1] + url.removeprefix(old)

    def is_own(self, url: str) -> bool:
        """Return whether a URL is, or was, the emulator's."""
        return any(url.startswith(f"{origin}/") for origin in self._origins)

    def revive(self, starts: int) -> bool:
        """Start it again if it does not live; return whether it was started since ``starts`` was read.

        Waits until it is ready, at most :data:`READY_S`; raises :class:`Unreachable` if it does not get there.
        """
        with self._lock:
            if self._child is not None and not self._child.is_alive():
                self._end()
            if self._child is None:
                self._child = self._start()
            return self._starts != starts

    def ensure_running(self) -> str:
        """Start it unless it runs, and return its origin; raises :class:`Unreachable` if it does not get ready."""
        with self._lock:
            if self._child is None or self._child.process.poll() is not None:
                self._end()
                self._child = self._start()
            return self._child.url

    def scenario(self) -> Scenario | None:
        """Return what it plays for everyone, read from its file: pages ask at each run, and it may be busy drawing.

        None where it does not run or could not write the file.
        """
        child = self._child
        if child is None or child.scenario_file is None:
            return None
        try:
            text = child.scenario_file.read_bytes()
        except OSError:
            return None
        known = self._scenario
        if known is None or known[0] != text:
            self._scenario = known = text, Scenario.model_validate_json(text)
        return known[1]

    def stop(self) -> None:
        """End it and wait until it is gone; the next use starts it again."""
        with self._lock:
            self._end()

    def _start(self) -> _Child:
        port = self._port if self._port and _is_free(self._port) else 0
        child = _Child(port, self._time_scale)
        # The same port next time, so that a restart does not change the address that people see.
        self._port = int(child.url.rpartition(":")[2])
        self._starts += 1
        self._origins = [*(origin for origin in self._origins if origin != child.url), child.url]
        return child

    def _end(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None


class _Child:
    """A process that has said that it is ready."""

    def __init__(self, port: int, time_scale: float) -> None:
        self.scenario_file = _scenario_file()
        self.process = _spawn(port, time_scale, self.scenario_file)
        # Runs once: on request, or at exit. No zombie, no open pipe and no file is left.
        self.end = weakref.finalize(self, _end, self.process, self.scenario_file)
        self._tail: deque[str] = deque(maxlen=20)
        self._ready = threading.Event()
        self.url = ""
        self._drains = [
            threading.Thread(target=_drain, args=(pipe, note), name="emulator", daemon=True)
            for pipe, note in ((self.process.stdout, self._on_line), (self.process.stderr, self._tail.append))
        ]
        for thread in self._drains:
            thread.start()
        in_time = self._ready.wait(READY_S)
        if not self.url:
            self._fail("ended before it was ready" if in_time else f"not ready in {READY_S:g} s")

    def stop(self) -> None:
        """End it, and wait for what reads its output."""
        self.end()
        for thread in self._drains:
            thread.join(STOP_S)

    def is_alive(self) -> bool:
        """Return whether it answers, or is too busy to; one that was killed takes connections for a moment, and resets.

        Waits for its answer, at most :data:`STOP_S`.
        """
        if self.process.poll() is not None:
            return False
        connection = HTTPConnection(HOST, int(self.url.rpartition(":")[2]), timeout=STOP_S)
        try:
            connection.request("GET", "/_emulator/health")
            connection.getresponse()
        except TimeoutError:
            return True
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        return True

    def _on_line(self, line: str) -> None:
        if line.startswith(_READY):
            self.url = line.removeprefix(_READY).strip()
        if line.startswith(_READY) or not line:
            self._ready.set()

    def _fail(self, what: str) -> None:
        self.stop()
        raise Unreachable("emulator", "\n".join([what, *(line.rstrip() for line in self._tail if line)]))


def _scenario_file() -> Path | None:
    """Return a path in a folder of its own; None where none can be made, such as on a full disk."""
    try:
        return Path(tempfile.mkdtemp(prefix="orq-ui-emulator-")) / "scenario.json"
    except OSError:
        return None


def _spawn(port: int, time_scale: float, scenario_file: Path | None) -> subprocess.Popen[str]:
    arguments = ["--host", HOST, "--port", str(port), "--time-scale", str(time_scale), "--exit-with-stdin"]
    # It has no use for the key, so it does not get it.
    environment = {name: value for name, value in os.environ.items() if name != "ORQ_API_KEY"}
    if scenario_file is not None:
        arguments += ["--scenario-file", str(scenario_file)]
        environment["TMPDIR"] = str(scenario_file.parent)  # so that its pictures go with it, even if it is killed
    return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "orq_ui.emulator", *arguments],
        cwd=Path(orq_ui.__file__).parents[1],
        env={**environment, **_GIVES_MEMORY_BACK, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def _drain(pipe: IO[str], note: Callable[[str], object]) -> None:
    """Read a pipe to its end, so that the child never waits for a reader; an empty line marks the end."""
    with pipe:
        for line in pipe:
            note(line)
    note("")


def _end(process: subprocess.Popen[str], scenario_file: Path | None) -> None:
    """Close its stdin, which asks it to end; kill it if it does not. Remove what it has written."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if scenario_file is not None:
        shutil.rmtree(scenario_file.parent, ignore_errors=True)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
