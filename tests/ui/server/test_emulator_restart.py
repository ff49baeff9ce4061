"""The first send after the emulator died waits for its restart, on real processes that are killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Reply
from orq_ui.errors import Unreachable
from orq_ui.ui.connection.choice import EMULATOR_KEY
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.jobs import Job, Jobs
from orq_ui.ui.text.error_messages import message_for
from orq_ui.wire import Connection, encode
from tests.strategies import picture

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")
REQUEST = ImageVariationRequest.model_validate({"model": "emulator/riso", "size": "256x256"})
LOST = '{"default":{"latency_ms":0,"payload":"reset"}}'


@pytest.fixture
def emulator() -> Iterator[EmulatorProcess]:
    """One on a free port, stopped at the end."""
    made = EmulatorProcess(time_scale=0)
    yield made
    made.stop()


@pytest.fixture
def jobs(emulator: EmulatorProcess) -> Iterator[Jobs]:
    """The calls of one server with this emulator."""
    made = Jobs(emulator)
    yield made
    made.close()


def killed(emulator: EmulatorProcess) -> None:
    """Kill the emulator with -9, and wait for nothing."""
    child = emulator._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGKILL)


def sent(jobs: Jobs, url: str, headers: tuple[tuple[str, str], ...] = ()) -> Job:
    """Send a request there, and return its call once it has ended."""
    job = Job(
        encode(REQUEST, picture(), Connection(url, EMULATOR_KEY, headers=headers)), picture(), "s", REQUEST, "emulator"
    )
    jobs.start(job)
    assert job._task is not None
    job._task.result()
    return job


@pytest.mark.parametrize("warm", [False, True], ids=["first connection", "connection that was kept open"])
def test_a_send_right_after_the_kill_is_answered(emulator: EmulatorProcess, jobs: Jobs, warm: bool) -> None:
    """Whether the process is known to be gone yet or not; the ledger comes with it."""
    url = emulator.ensure_running()
    if warm:
        assert isinstance(sent(jobs, url).outcome, Reply)
    killed(emulator)

    job = sent(jobs, url)

    assert isinstance(job.outcome, Reply)
    assert job.ledger is not None
    assert emulator.starts == 2


def test_many_sends_at_once_share_one_restart(emulator: EmulatorProcess, jobs: Jobs) -> None:
    """Ten sends find it dead; each is answered."""
    url = emulator.ensure_running()
    wire = encode(REQUEST, picture(), Connection(url, EMULATOR_KEY))
    killed(emulator)

    calls = [jobs.start(Job(wire, picture(), "s", REQUEST, "emulator")) for _ in range(10)]
    for call in calls:
        assert call._task is not None
        call._task.result()

    assert [type(call.outcome) for call in calls] == [Reply] * 10
    assert emulator.starts == 2


def test_a_send_finds_it_at_another_port(emulator: EmulatorProcess, jobs: Jobs) -> None:
    """A request made for the port that it had goes where it is now."""
    url = emulator.ensure_running()
    emulator.stop()
    emulator._port = 0
    moved = emulator.ensure_running()

    assert moved != url
    assert isinstance(sent(jobs, url).outcome, Reply)


def test_its_pages_ask_it_after_the_kill(emulator: EmulatorProcess, jobs: Jobs) -> None:
    """What is asked of it is answered by the new one, which plays what it was started with."""
    emulator.ensure_running()
    jobs.ask_emulator(lambda admin: admin.play({"default": {"latency_ms": 5}}))
    killed(emulator)

    assert jobs.ask_emulator(lambda admin: admin.ledgers()) == []
    assert jobs.ask_emulator(lambda admin: admin.scenario()).get("default", {}).get("latency_ms") != 5


def test_one_that_does_not_start_is_an_error_in_words(emulator: EmulatorProcess, jobs: Jobs) -> None:
    """The send ends, and says why and what to do."""
    url = emulator.ensure_running()
    emulator._time_scale = -1  # which the command refuses
    killed(emulator)

    outcome = sent(jobs, url).outcome

    assert isinstance(outcome, Unreachable)
    message = message_for(outcome)
    assert (message.title, "must be 0 or more" in message.detail) == ("The built-in emulator does not start", True)


def test_an_answer_that_was_cut_on_purpose_is_not_asked_for_again(emulator: EmulatorProcess, jobs: Jobs) -> None:
    """A scenario's reset is the outcome: the emulator lives, and gets the request once."""
    url = emulator.ensure_running()
    outcome = sent(jobs, url, (("x-emulator-scenario", LOST),)).outcome

    assert isinstance(outcome, Unreachable)
    assert emulator.starts == 1
    assert len(jobs.ask_emulator(lambda admin: admin.ledgers())) == 1


def test_a_live_host_that_is_gone_gets_nothing_again(emulator: EmulatorProcess, jobs: Jobs) -> None:
    """Only the emulator's own addresses are tried twice; nothing is started for another one."""
    outcome = sent(jobs, "http://127.0.0.1:9").outcome

    assert isinstance(outcome, Unreachable)
    assert emulator.starts == 0
