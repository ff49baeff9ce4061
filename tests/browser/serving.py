"""The playground as a process of its own, and the emulator that it brings."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
READY_S = 60.0
TIME_SCALE = 0.2
"""Of the emulator's latencies: a usual call takes 80 ms, long enough to be seen under way."""
NEVER_MS = 150_000
"""A latency that comes to 30 s: longer than any test waits."""
_TROUBLE = re.compile(r"Traceback|\bWARN|Warning\b|\bERROR\b|\bCRITICAL\b|Exception\b|st\.session_state|missing Scrip")


class Server:
    """``streamlit run app.py``, or another command that starts it, on a free port of loopback, its log in a file."""

    def __init__(
        self,
        log: Path,
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        command: Sequence[str] = (sys.executable, "-m", "streamlit", "run", "app.py"),
        folder: Path = ROOT,
    ) -> None:
        self.log = log
        self.emulator_url: str | None = None
        self.url = f"http://127.0.0.1:{_free_port()}"
        with log.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, *self._arguments(), *arguments],
                cwd=folder,
                env=_environment(log.parent) | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._await_health()

    def stop(self) -> None:
        """End it as a person does, with one signal, and wait until it is gone."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    def kill(self) -> None:
        """End it without a word of warning, as a lost machine does."""
        self._process.kill()
        self._process.wait()

    def logged(self) -> str:
        """All that it has said so far."""
        return self.log.read_text(errors="replace")

    def trouble(self, since: int = 0) -> str:
        """All that it said after so many characters, if that tells of an error or a warning; else nothing."""
        said = self.logged()[since:]
        return said if _TROUBLE.search(said) else ""

    def _arguments(self) -> list[str]:
        port = self.url.rpartition(":")[2]
        # A file that is edited while the tests run is no business of theirs.
        return ["--server.port", port, "--server.headless", "true", "--server.fileWatcherType", "none"]

    def _await_health(self) -> None:
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            with suppress(httpx.TransportError):  # not listening yet
                if httpx.get(f"{self.url}/health", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        self._process.kill()
        self._process.wait()
        raise RuntimeError(f"the server did not start:\n{self.logged()}")


class Emulator:
    """The emulator's own account of what reached it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=f"{url}/_emulator", trust_env=False)

    def close(self) -> None:
        """Let go of its connection."""
        self._http.close()

    def requests(self) -> list[dict[str, Any]]:
        """Every request that it remembers, short, newest first."""
        return list(self._get("requests")["data"])

    def record(self, request_id: str) -> dict[str, Any]:
        """What one request brought, part by part."""
        return self._get(f"requests/{request_id}")

    def counters(self) -> dict[str, int]:
        """How many requests came to which end."""
        return dict(self._get("health")["requests"])

    def play(self, scenario: dict[str, Any]) -> None:
        """Let the models behave so from now on."""
        self._http.put("scenario", json=scenario).raise_for_status()

    def rest(self) -> None:
        """Back to models that behave."""
        self._http.delete("scenario").raise_for_status()

    def bytes_at(self, url: str) -> bytes:
        """The picture behind one of its links."""
        return self._http.get(url).raise_for_status().content

    def _get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self._http.get(path).raise_for_status().json()
        return found


def _environment(folder: Path) -> dict[str, str]:
    ours = {
        "ORQ_UI_EMULATOR_PORT": "0",
        "ORQ_UI_EMULATOR_TIME_SCALE": str(TIME_SCALE),
        "ORQ_UI_DATABASE_URL": f"sqlite:///{folder / 'history.db'}",
        "ORQ_UI_BLOB_URL": str(folder / "pictures"),
        "NO_COLOR": "1",
    }
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"ORQ_API_KEY", "ORQ_UI_ALLOWED_HOSTS"}
    }
    return inherited | ours


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
