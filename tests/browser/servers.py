"""The playground as a process, and a client of its emulator's admin routes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from tests.services.processes import free_port, terminate, without_coverage

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 60.0
TIME_SCALE = 0.2
"""Of the emulator's latencies: a usual call takes 80 ms, long enough to be seen under way."""
ENDLESS_MS = 150_000
"""A latency that becomes 30 s: longer than any test waits."""
_LOG_PROBLEM = re.compile(
    r"Traceback|\bWARN|Warning\b|\bERROR\b|\bCRITICAL\b|Exception\b|st\.session_state|missing Scrip"
)


class Server:
    """``streamlit run app.py``, or another command that starts it, on a free port of loopback, its log in a file."""

    def __init__(
        self,
        log: Path,
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        command: Sequence[str] = (sys.executable, "-m", "streamlit", "run", "app.py"),
        folder: Path = ROOT,
        address: str = "127.0.0.1",
    ) -> None:
        self.log = log
        self.emulator_url: str | None = None
        self.url = f"http://{address}:{free_port()}"
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

    @property
    def process_id(self) -> int:
        """The server's own process; the emulator is its child."""
        return self._process.pid

    def stop(self) -> None:
        """End it as a person does, with one signal, and wait for its exit."""
        terminate(self._process)

    def kill(self) -> None:
        """End it without warning, as a lost machine does."""
        self._process.kill()
        self._process.wait()

    def log_text(self) -> str:
        """Return everything that it has logged so far."""
        return self.log.read_text(errors="replace")

    def log_problems(self, since: int = 0) -> str:
        """Return the log after its first ``since`` characters if an error or a warning is in it, else an empty text."""
        said = self.log_text()[since:]
        return said if _LOG_PROBLEM.search(said) else ""

    def _arguments(self) -> list[str]:
        address, _, port = self.url.removeprefix("http://").rpartition(":")
        # A file that is edited while the tests run is no business of theirs.
        where = ["--server.address", address, "--server.port", port]
        return [*where, "--server.headless", "true", "--server.fileWatcherType", "none"]

    def _await_health(self) -> None:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            with suppress(httpx.TransportError):  # not listening yet
                if httpx.get(f"{self.url}/health", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        self._process.kill()
        self._process.wait()
        raise RuntimeError(f"the server did not start:\n{self.log_text()}")


class EmulatorClient:
    """The built-in emulator's records of what reached it, and its scenario."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=f"{url}/_emulator", trust_env=False)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def requests(self) -> list[dict[str, Any]]:
        """Return a summary of every request that it remembers, newest first."""
        return list(self._get("requests")["data"])

    def request(self, request_id: str) -> dict[str, Any]:
        """Return what one request brought, part by part."""
        return self._get(f"requests/{request_id}")

    def counters(self) -> dict[str, int]:
        """Return the number of requests by state."""
        return dict(self._get("health")["requests"])

    def set_scenario(self, scenario: dict[str, Any]) -> None:
        """Make the models behave as a scenario says from now on."""
        self._http.put("scenario", json=scenario).raise_for_status()

    def clear_scenario(self) -> None:
        """Go back to models that always succeed."""
        self._http.delete("scenario").raise_for_status()

    def download(self, url: str) -> bytes:
        """Return the picture behind one of its links."""
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
    return without_coverage(inherited) | ours
