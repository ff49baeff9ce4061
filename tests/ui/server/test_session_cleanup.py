"""Closed tabs are cleaned up after: first their calls, later their pictures."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import Cancelled
from orq_ui.settings import Settings
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.history import History
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.server.jobs import Job, Jobs
from orq_ui.ui.server.media_store import InMemory, MediaStore
from orq_ui.ui.server.session_cleanup import CANCEL_AFTER_S, FREE_AFTER_S, SessionCleanup
from orq_ui.wire import Connection, encode

PATIENCE_S = 10.0
MINE, OTHER = "mine", "other"


class Server:
    """Calls that are never answered, pictures, a clock that is set by hand, and the tabs that are open."""

    def __init__(self, silent_url: str) -> None:
        self.jobs, self.pictures = Jobs(EmulatorProcess()), MediaStore(History(Settings()))
        self.now = 0.0
        self.open: set[str] = set()
        self._silent_url = silent_url
        self._cleanup = SessionCleanup(self.jobs, self.pictures, lambda: self.now, lambda session: session in self.open)

    def call(self, session: str = MINE) -> Job:
        """Start a call of a session."""
        request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
        wire = encode(request, None, Connection(self._silent_url))
        return self.jobs.start(Job(wire, None, session, request, "nowhere"))

    def show(self, session: str = MINE) -> str:
        """Keep a picture of a session, and return its URL."""
        return self.pictures.put(b"x", "image/png", "a.png", session, Owner("tab:1", ""))

    def keeps(self, url: str) -> InMemory | None:
        """Return the picture under a URL, while it is kept."""
        return self.pictures.get(url, {})

    def sweep(self, now: float) -> None:
        """Clean up at that time."""
        self.now = now
        self._cleanup.sweep()


@pytest.fixture
def silent_url() -> Iterator[str]:
    """The address of a server that takes a request and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken: list[socket.socket] = []

        def take() -> None:
            try:
                while True:
                    taken.append(listening.accept()[0])
            except OSError:
                return  # closed: the test is over

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(PATIENCE_S)
        for connection in taken:
            connection.close()


@pytest.fixture
def server(silent_url: str) -> Iterator[Server]:
    """A server of this test alone."""
    made = Server(silent_url)
    yield made
    made.jobs.close()


def ended(job: Job) -> bool:
    """Wait for a call's end."""
    waited = threading.Event()
    while job.running and not waited.wait(0.02):
        assert job.elapsed_s < PATIENCE_S
    return not job.running


def test_an_open_tab_is_left_alone(server: Server) -> None:
    """However long it lasts, what belongs to an open tab stays."""
    job, url = server.call(), server.show()
    server.open = {MINE}

    for now in (0, CANCEL_AFTER_S, 10 * FREE_AFTER_S):
        server.sweep(now)

    assert job.running
    assert server.keeps(url)


def test_a_closed_tab_loses_its_call_first(server: Server) -> None:
    """Its call is cancelled after two seconds, not before, and its picture is kept for a return."""
    job, url = server.call(), server.show()
    server.sweep(0)
    server.sweep(CANCEL_AFTER_S - 0.1)
    assert job.running

    server.sweep(CANCEL_AFTER_S)

    assert ended(job)
    assert isinstance(job.outcome, Cancelled)
    assert server.keeps(url)


def test_a_closed_tab_loses_its_pictures_later(server: Server) -> None:
    """They are freed after a minute, not before."""
    url = server.show()
    server.sweep(0)
    server.sweep(FREE_AFTER_S - 0.1)
    assert server.keeps(url)

    server.sweep(FREE_AFTER_S)

    assert server.keeps(url) is None


def test_a_tab_that_comes_back_starts_anew(server: Server) -> None:
    """A connection that blinks loses nothing: the time away is counted from the newest leaving."""
    job = server.call()
    server.sweep(0)
    server.open = {MINE}
    server.sweep(CANCEL_AFTER_S - 0.5)
    server.open = set()
    server.sweep(CANCEL_AFTER_S + 0.5)

    server.sweep(2 * CANCEL_AFTER_S)

    assert job.running


def test_other_tabs_are_not_touched(server: Server) -> None:
    """Only the closed tab's call ends."""
    mine, others = server.call(), server.call(OTHER)
    server.open = {OTHER}
    server.sweep(0)

    server.sweep(CANCEL_AFTER_S)

    assert ended(mine)
    assert others.running
