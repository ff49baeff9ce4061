"""Closed tabs are cleaned up after: first their calls, later their pictures."""

import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import Cancelled
from orq_ui.ui.server.jobs import Job, jobs
from orq_ui.ui.server.media_store import URL_PREFIX, media_store
from orq_ui.ui.server.session_cleanup import CANCEL_AFTER_S, FREE_AFTER_S, SessionCleanup, is_open
from orq_ui.wire import Connection, encode

PATIENCE_S = 10.0


@dataclass
class House:
    """A clock that is set by hand, and the tabs that are open."""

    now: float = 0.0
    open: set[str] = field(default_factory=set)

    def janitor(self) -> SessionCleanup:
        """Who works by this clock and looks at these tabs."""
        return SessionCleanup(clock=lambda: self.now, is_open=lambda session: session in self.open)


@pytest.fixture
def session() -> Iterator[str]:
    """A session that nobody else has."""
    name = secrets.token_hex(8)
    yield name
    media_store().free_sessions(lambda owner: owner == name)


@pytest.fixture
def silence() -> Iterator[str]:
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
def call(silence: str) -> Iterator[Callable[[str], Job]]:
    """Starts a call for a session that would never end by itself."""
    started: list[Job] = []

    def start(owner: str) -> Job:
        request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
        job = jobs().start(Job(encode(request, None, Connection(silence)), None, owner, request, "nowhere"))
        started.append(job)
        return job

    yield start
    for job in started:
        job.cancel()
        ended(job)


def ended(job: Job) -> bool:
    """Wait for a call's end."""
    waited = threading.Event()
    while job.running and not waited.wait(0.02):
        assert job.elapsed_s < PATIENCE_S
    return not job.running


def keeps(url: str) -> bool:
    """Whether a picture is still served."""
    return media_store().get(url.removeprefix(URL_PREFIX)) is not None


def test_an_open_tab_is_left_alone(session: str, call: Callable[[str], Job]) -> None:
    """However long it lasts, what belongs to an open tab stays."""
    house = House(open={session})
    janitor, job = house.janitor(), call(session)
    url = media_store().put(b"x", "image/png", "a.png", session)

    for house.now in (0, CANCEL_AFTER_S, 10 * FREE_AFTER_S):
        janitor.sweep()

    assert job.running
    assert keeps(url)


def test_a_closed_tab_loses_its_call_first(session: str, call: Callable[[str], Job]) -> None:
    """Its call is cancelled after two seconds, not before, and its picture is kept for a return."""
    house = House()
    janitor, job = house.janitor(), call(session)
    url = media_store().put(b"x", "image/png", "a.png", session)
    janitor.sweep()
    house.now = CANCEL_AFTER_S - 0.1
    janitor.sweep()
    assert job.running

    house.now = CANCEL_AFTER_S
    janitor.sweep()

    assert ended(job)
    assert isinstance(job.outcome, Cancelled)
    assert keeps(url)


def test_a_closed_tab_loses_its_pictures_later(session: str) -> None:
    """They are freed after a minute, not before."""
    house = House()
    janitor = house.janitor()
    url = media_store().put(b"x", "image/png", "a.png", session)
    janitor.sweep()
    house.now = FREE_AFTER_S - 0.1
    janitor.sweep()
    assert keeps(url)

    house.now = FREE_AFTER_S
    janitor.sweep()

    assert not keeps(url)


def test_a_tab_that_comes_back_starts_anew(session: str, call: Callable[[str], Job]) -> None:
    """A connection that blinks loses nothing: the time away is counted from the newest leaving."""
    house = House()
    janitor, job = house.janitor(), call(session)
    janitor.sweep()
    house.now, house.open = CANCEL_AFTER_S - 0.5, {session}
    janitor.sweep()
    house.now, house.open = CANCEL_AFTER_S + 0.5, set()
    janitor.sweep()

    house.now = 2 * CANCEL_AFTER_S
    janitor.sweep()

    assert job.running


def test_other_tabs_are_not_touched(session: str, call: Callable[[str], Job]) -> None:
    """Only the closed tab's call ends."""
    other = f"{session}-other"
    house = House(open={other})
    janitor, mine, others = house.janitor(), call(session), call(other)
    janitor.sweep()

    house.now = CANCEL_AFTER_S
    janitor.sweep()

    assert ended(mine)
    assert others.running


def test_without_a_server_no_tab_is_open(session: str) -> None:
    """Outside a running Streamlit there is no tab to be open."""
    assert not is_open(session)
