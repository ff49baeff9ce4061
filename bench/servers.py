"""Processes under measurement: Streamlit, the emulator, the stub."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]
READY_S = 60.0
_OURS = {"ORQ_API_KEY", "ORQ_UI_ALLOWED_HOSTS", "PYTHONPATH"}


class Server:
    """A Python process that serves on a port of loopback; it starts at once.

    ``leaves`` is a folder that goes when it has ended.
    """

    leaves: tempfile.TemporaryDirectory[str] | None = None

    def __init__(self, arguments: list[str], port: int, environment: Mapping[str, str] | None = None) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
        ours = {"PYTHONPATH": str(ROOT), "ORQ_UI_EMULATOR_PORT": "0", "ORQ_UI_EMULATOR_TIME_SCALE": "0"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=inherited | ours | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def listening(self) -> Self:
        """Wait until it accepts connections; raises RuntimeError when it ends or takes too long."""
        while time.perf_counter() - self.started < READY_S and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return self
            time.sleep(0.005)
        raise RuntimeError(f"no server at {self.url}")

    def stop(self) -> None:
        """End it and wait until it is gone."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self.leaves is not None:
            self.leaves.cleanup()

    def memory(self) -> int:
        """Bytes that the process holds in memory now."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def streamlit(app: str, environment: Mapping[str, str] | None = None) -> Server:
    """``streamlit run`` as a person starts it, apart from the port and the watch over the sources."""
    port = free_port()
    # A source that is edited meanwhile would be loaded anew in the middle of a measurement.
    options = {"server.port": str(port), "server.headless": "true", "server.fileWatcherType": "none"}
    options["logger.level"] = "error"
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Server(["-m", "streamlit", "run", app, *arguments], port, environment)


def playground(environment: Mapping[str, str] | None = None) -> Server:
    """The playground, its emulator included, with a history of its own that is gone with it."""
    folder = tempfile.TemporaryDirectory(prefix="orq-ui-bench-")
    kept = {"ORQ_UI_DATABASE_URL": f"sqlite:///{folder.name}/history.db", "ORQ_UI_BLOB_URL": f"{folder.name}/pictures"}
    server = streamlit("app.py", kept | dict(environment or {}))
    server.leaves = folder
    return server


def plain(page: str, environment: Mapping[str, str] | None = None) -> Server:
    """One of the plain pages."""
    return streamlit("bench/apps/plain.py", {"BENCH_PAGE": page, **(environment or {})})


def router(environment: Mapping[str, str] | None = None) -> Server:
    """The servers with nothing of their own."""
    port = free_port()
    return Server(["-m", "bench.apps.router", str(port)], port, environment)


def emulator() -> Server:
    """The emulator by itself, answering at once."""
    port = free_port()
    return Server(["-m", "orq_ui.emulator", "--port", str(port), "--time-scale", "0"], port)


@contextmanager
def running(*servers: Server) -> Iterator[tuple[str, ...]]:
    """Wait for all, give their origins, stop all."""
    try:
        yield tuple(server.listening().url for server in servers)
    finally:
        for server in servers:
            server.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
