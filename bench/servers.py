"""Server processes that are measured: the playground, the emulator, and the baselines."""

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

from tests.services.processes import children, free_port, terminate

ROOT = Path(__file__).parents[1]
START_TIMEOUT_S = 60.0
_NOT_INHERITED = {"ORQ_API_KEY", "ORQ_UI_ALLOWED_HOSTS", "PYTHONPATH"}


class Server:
    """A Python process that serves on a port of loopback; it starts at once.

    ``folder`` is removed when the process has ended; its history is at ``database_url`` and ``blob_url``.
    """

    folder: tempfile.TemporaryDirectory[str] | None = None
    database_url = blob_url = ""

    def __init__(self, arguments: list[str], port: int, environment: Mapping[str, str] | None = None) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
        ours = {"PYTHONPATH": str(ROOT), "ORQ_UI_EMULATOR_PORT": "0", "ORQ_UI_EMULATOR_TIME_SCALE": "0"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=inherited | ours | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def wait_until_listening(self) -> Self:
        """Wait until it accepts connections; raise RuntimeError when it ends or takes too long."""
        while time.perf_counter() - self.started < START_TIMEOUT_S and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return self
            time.sleep(0.005)
        raise RuntimeError(f"no server at {self.url}")

    def stop(self) -> None:
        """End it and wait for its exit."""
        terminate(self._process)
        if self.folder is not None:
            self.folder.cleanup()

    def memory(self) -> int:
        """Return the bytes that the process holds in memory now."""
        return _memory(self._process.pid)

    def memory_of_children(self) -> int:
        """Return the bytes that the processes which it has started hold in memory now."""
        return sum(_memory(child) for child in children(self._process.pid))

    def processor_s(self) -> float:
        """Return the seconds of a core that the process has used, without its children."""
        # "pid (name) state ..."; user and system time are the 14th and 15th.
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def streamlit(app: str, environment: Mapping[str, str] | None = None) -> Server:
    """Start ``streamlit run`` as a person does, apart from the port and the watch over the sources."""
    port = free_port()
    # A source that is edited meanwhile would be loaded anew in the middle of a measurement.
    options = {"server.port": str(port), "server.headless": "true", "server.fileWatcherType": "none"}
    options["logger.level"] = "error"
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Server(["-m", "streamlit", "run", app, *arguments], port, environment)


def playground(environment: Mapping[str, str] | None = None) -> Server:
    """Start the playground with its emulator and a history of its own, which is removed with it."""
    folder = tempfile.TemporaryDirectory(prefix="orq-ui-bench-")
    kept = {"ORQ_UI_DATABASE_URL": f"sqlite:///{folder.name}/history.db", "ORQ_UI_BLOB_URL": f"{folder.name}/pictures"}
    server = streamlit("app.py", kept | dict(environment or {}))
    server.folder, server.database_url, server.blob_url = folder, *kept.values()
    return server


def baseline_app(page: str, environment: Mapping[str, str] | None = None) -> Server:
    """Start a bare Streamlit server with one of the baseline pages, named without ``_page``."""
    return streamlit("bench/baselines/streamlit_app.py", {"BENCH_PAGE": page, **(environment or {})})


def stub_router(environment: Mapping[str, str] | None = None) -> Server:
    """Start the servers that do no work of their own."""
    port = free_port()
    return Server(["-m", "bench.baselines.stub_router", str(port)], port, environment)


def emulator() -> Server:
    """Start the emulator by itself, answering at once."""
    port = free_port()
    return Server(["-m", "orq_ui.emulator", "--port", str(port), "--time-scale", "0"], port)


@contextmanager
def running(*servers: Server) -> Iterator[tuple[str, ...]]:
    """Wait for all servers, yield their origins, and stop them."""
    try:
        yield tuple(server.wait_until_listening().url for server in servers)
    finally:
        for server in servers:
            server.stop()
