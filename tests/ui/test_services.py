"""What one server has, from its making to its end."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from pathlib import Path

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import Cancelled, HistoryUnavailable
from orq_ui.history import HistoryStore, RunStarted
from orq_ui.settings import Settings
from orq_ui.ui import services as module
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.services import Services, services, serving
from orq_ui.wire import Connection, encode
from tests.strategies import picture

PATIENCE_S = 60.0
REQUEST = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings of a server of this test alone."""
    return Settings(
        emulator_port=0,
        emulator_time_scale=0,
        database_url=f"sqlite:///{tmp_path / 'history.db'}",
        blob_url=str(tmp_path / "pictures"),
    )


def sent(made: Services, url: str) -> Job:
    """Send a picture there, as Send does."""
    wire = encode(REQUEST, picture(), Connection(url))
    started = RunStarted(owner="ada", request=REQUEST.sent(), wire=wire, picture=picture())
    recorder = made.history.recorder(started)
    return made.jobs.start(Job(wire, picture(), "session", REQUEST, "there", recorder, started.id))


def until_kept(job: Job) -> None:
    """Wait until a call has ended, and until it is known whether it is kept."""
    waited = threading.Event()
    while job.running or (job.recorder is not None and job.recorder.is_kept is None):
        assert job.elapsed_s < PATIENCE_S
        waited.wait(0.01)


def open_sockets() -> list[str]:
    """What this process has open to the network."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            target = str(each.readlink())
        except FileNotFoundError:
            continue  # the listing's own
        if target.startswith("socket:"):
            found.append(target)
    return sorted(found)


@pytest.mark.skipif(sys.platform != "linux", reason="open sockets are read from /proc")
@pytest.mark.filterwarnings("error")
def test_nothing_is_left_of_closed_services(own: Settings) -> None:
    """No thread, no socket, no child; the run that was kept is there for the next server."""
    threads, sockets = set(threading.enumerate()), open_sockets()
    made = Services.create(own)
    job = sent(made, made.emulator.ensure_running())
    until_kept(job)
    is_kept = job.recorder is not None and job.recorder.is_kept
    made.jobs.ask_emulator(lambda emulator: emulator.ledgers())

    made.close()
    made.close()
    gc.collect()  # what was left open would raise a ResourceWarning

    assert is_kept
    assert set(threading.enumerate()) == threads
    assert open_sockets() == sockets
    assert not made.emulator.is_running()


def test_a_closed_history_stays_closed(own: Settings) -> None:
    """A page that is still being drawn when the server ends does not open it again."""
    made = Services.create(own)
    made.history.store()
    made.close()

    with pytest.raises(HistoryUnavailable):
        made.history.store()


def test_everything_is_closed_whatever_fails(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An emulator that cannot be stopped keeps neither the calls' thread nor the history's lock."""
    made = Services.create(own)
    made.history.store()

    def fail() -> None:
        raise OSError("no such process")

    monkeypatch.setattr(made.emulator, "stop", fail)
    with pytest.raises(OSError, match="no such process"):
        made.close()

    assert not made.jobs._thread.is_alive()
    with pytest.raises(HistoryUnavailable):
        made.history.store()


def test_what_is_served_is_found_until_it_is_not(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script without a server says how to start one."""
    monkeypatch.setattr(module, "_served", None)
    made = Services.create(own)
    with serving(made):
        found = services()
    made.close()

    assert found is made
    with pytest.raises(RuntimeError, match=r"streamlit run app\.py"):
        services()


def test_a_call_that_is_not_answered_when_the_server_ends_is_interrupted(own: Settings) -> None:
    """It was not stopped by its person, and the next server says so."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made = Services.create(own)
        job = sent(made, f"http://127.0.0.1:{silent.getsockname()[1]}")
        with silent.accept()[0]:
            made.close()
    store = HistoryStore(own.database, own.blobs)
    run = store.run("ada", job.id)
    store.close()

    assert isinstance(job.outcome, Cancelled)
    assert run is not None
    assert run.state == "interrupted"
