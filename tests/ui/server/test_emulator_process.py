"""The emulator as a child: started once, started again, never left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from orq_ui.errors import Unreachable
from orq_ui.routing import Scenario
from orq_ui.ui.server import emulator_process as module
from orq_ui.ui.server.emulator_process import EmulatorProcess
from tests.strategies import picture


@pytest.fixture
def emulator() -> Iterator[EmulatorProcess]:
    """One on a free port, stopped at the end."""
    made = EmulatorProcess(time_scale=0)
    yield made
    made.stop()


def healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/_emulator/health", trust_env=False, timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def test_it_is_started_once(emulator: EmulatorProcess) -> None:
    """Many threads that ask at the same time get the same living child."""
    urls: list[str] = []
    threads = [threading.Thread(target=lambda: urls.append(emulator.ensure_running())) for _ in range(5)]
    assert not emulator.is_running()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(urls)) == 1
    assert emulator.is_running()
    assert emulator.url == urls[0]
    assert healthy(urls[0])


def test_it_is_started_again_at_the_same_address(emulator: EmulatorProcess) -> None:
    """A child that was killed, or stopped, comes back when it is asked for."""
    url = emulator.ensure_running()
    child = emulator._child
    assert child is not None
    child.process.kill()
    child.process.wait()
    assert not emulator.is_running()
    again = emulator.ensure_running()
    lives_again = healthy(again)
    emulator.stop()
    emulator.stop()

    assert again == url
    assert lives_again
    assert not emulator.is_running()
    assert not healthy(url)


def test_a_taken_port_gives_another() -> None:
    """The asked port when it is free, else any."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        elsewhere = EmulatorProcess(port, 0)
        url = elsewhere.ensure_running()
        elsewhere.stop()
    asked = EmulatorProcess(port, 0)
    there = asked.ensure_running()
    asked.stop()

    assert url != f"http://127.0.0.1:{port}"
    assert there == f"http://127.0.0.1:{port}"


def test_a_child_that_dies_says_why() -> None:
    """The end of its stderr is in the error."""
    with pytest.raises(Unreachable) as failed:
        EmulatorProcess(time_scale=-1).ensure_running()

    assert failed.value.host == "emulator"
    assert "must be 0 or more" in failed.value.reason


def test_what_it_plays_for_everyone_is_known_without_asking(emulator: EmulatorProcess) -> None:
    """As soon as another client has changed it; the same object while it stays the same; nothing when it has ended."""
    url = emulator.ensure_running()
    first, again = emulator.scenario(), emulator.scenario()
    slow = {"models": {"emulator/riso": {"latency_ms": 800}}}
    httpx.put(f"{url}/_emulator/scenario", json=slow, trust_env=False).raise_for_status()
    changed = emulator.scenario()
    httpx.delete(f"{url}/_emulator/scenario", trust_env=False).raise_for_status()
    back = emulator.scenario()
    child = emulator._child
    assert child is not None
    assert child.scenario_file is not None
    emulator.stop()

    assert first == back == Scenario()
    assert first is again
    assert changed == Scenario.model_validate(slow)
    assert emulator.scenario() is None
    assert not child.scenario_file.parent.exists()


def test_without_a_place_for_its_file_it_runs_and_has_to_be_asked(
    emulator: EmulatorProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as on a full disk."""

    def full(prefix: str) -> str:
        raise OSError(28, "No space left on device", prefix)

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    url = emulator.ensure_running()

    assert emulator.scenario() is None
    assert healthy(url)


def test_its_pictures_on_disk_go_with_it_even_if_it_is_killed(emulator: EmulatorProcess) -> None:
    """They have no name in the folder that its parent made, and removes."""
    url = emulator.ensure_running()
    child = emulator._child
    assert child is not None
    assert child.scenario_file is not None
    folder = child.scenario_file.parent
    httpx.post(
        f"{url}/v2/router/images/variations",
        data={"model": "emulator/riso", "size": "256x256"},
        files={"image": ("a.png", picture().bytes, "image/png")},
        headers={"Authorization": "Bearer any"},
        trust_env=False,
        timeout=30,
    ).raise_for_status()
    kept = [path for path in folder.rglob("*") if path.is_file() and path != child.scenario_file]
    child.process.kill()
    child.process.wait()
    emulator.stop()

    assert kept == []
    assert not folder.exists()


def test_an_emulator_that_is_stopped_in_mid_drawing_holds_no_page_up(emulator: EmulatorProcess) -> None:
    """A process that does not answer at all: what it plays is still known at once."""
    emulator.ensure_running()
    child = emulator._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGSTOP)
    try:
        played = emulator.scenario()
    finally:
        os.kill(child.process.pid, signal.SIGCONT)

    assert played == Scenario()


def test_a_full_pipe_does_not_block_it(emulator: EmulatorProcess, capfd: pytest.CaptureFixture[str]) -> None:
    """What it writes is read, so that it goes on serving however much that is."""
    url = emulator.ensure_running()
    host, port = url.removeprefix("http://").split(":")
    for _ in range(300):
        with socket.create_connection((host, int(port))) as raw:
            # uvicorn warns of each on stderr: together more than a pipe holds.
            raw.sendall(b"nonsense\r\n\r\n")

    assert healthy(url)


@pytest.mark.skipif(sys.platform != "linux", reason="another's environment is read from /proc")
def test_the_key_is_not_given_to_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The child's environment has no API key."""
    monkeypatch.setenv("ORQ_API_KEY", "a-secret")
    process = module._spawn(0, 0, tmp_path / "own" / "scenario.json")
    try:
        environment = Path(f"/proc/{process.pid}/environ").read_bytes()
    finally:
        module._end(process, tmp_path / "own" / "scenario.json")
        for pipe in (process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()

    assert b"a-secret" not in environment


GONE_S = 10.0
"""A dead emulator answers nobody; a busy machine may take some seconds to notice."""

PARENT = """
    import time
    from orq_ui.ui.server.emulator_process import EmulatorProcess
    emulator = EmulatorProcess(time_scale=0)
    print(emulator.ensure_running(), flush=True)
    {then}
"""


def gone_within(url: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not healthy(url):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")
def test_it_dies_with_a_killed_parent() -> None:
    """kill -9 on the parent ends the child."""
    command = [sys.executable, "-c", textwrap.dedent(PARENT.format(then="time.sleep(60)"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert healthy(url)
        parent.send_signal(signal.SIGKILL)
        parent.wait()

    assert gone_within(url, GONE_S)


def test_it_does_not_keep_its_parent_from_ending() -> None:
    """A parent that just ends takes the child with it, without a word."""
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(PARENT.format(then="pass"))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603

    assert done.stderr == ""
    assert gone_within(done.stdout.strip(), GONE_S)
