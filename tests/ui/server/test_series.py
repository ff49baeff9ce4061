"""A request that is sent several times."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.server.series import Series
from orq_ui.ui.services import services
from orq_ui.wire import Connection, encode
from tests.strategies import picture

pytestmark = pytest.mark.usefixtures("services")
REQUEST = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})


@pytest.fixture
def silent() -> Iterator[str]:
    """A host that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def calls(url: str) -> tuple[list[Job], Callable[[], Job]]:
    """Return the jobs that were made so far, and what makes the next."""
    made: list[Job] = []

    def make() -> Job:
        wire = encode(REQUEST, picture(), Connection(url))
        made.append(Job(wire, picture(), "a session", REQUEST, "there"))
        return made[-1]

    return made, make


def test_no_more_are_under_way_than_wanted(silent: str) -> None:
    """Three at once of ten; cancelling stops these, and no further one is made."""
    made, make = calls(silent)
    series = Series(of="x", total=10)
    series.start(services().jobs, make, 3)
    until(lambda: len(series.under_way) == 3)

    series.cancel()

    until(lambda: series.is_over)
    assert (len(made), series.results, series.under_way) == (3, [], [])


def test_a_call_that_is_stopped_ends_the_series(silent: str) -> None:
    """A tab that is closed stops its calls; the series makes no further one either."""
    made, make = calls(silent)
    series = Series(of="x", total=10)
    series.start(services().jobs, make, 1)
    until(lambda: len(made) == 1)

    services().jobs.cancel_sessions(lambda session: session == "a session")

    until(lambda: series.is_over)
    assert len(made) == 1


def test_what_gets_no_answer_is_counted() -> None:
    """A host that is not there is no reason to stop."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    _, make = calls(url)
    series = Series(of="x", total=4)
    series.start(services().jobs, make, 2)

    until(lambda: series.is_over)
    assert [result.status for result in series.results] == [None] * 4


def test_a_series_that_cannot_begin_ends() -> None:
    """A mistake in making a call ends it, with nothing under way."""
    series = Series(of="x", total=10)

    def broken() -> Job:
        raise KeyError("nothing")

    series.start(services().jobs, broken, 3)

    until(lambda: series.is_over)
    assert (series.results, series.left, series.under_way) == ([], 0, [])
