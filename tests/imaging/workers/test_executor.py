"""Short work runs in threads, long work in a child that is killed when nobody waits for it any more."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.workers import executor, run, run_async, stop_children
from orq_ui.imaging.workers.executor import SHORT_S
from orq_ui.ui.text.error_messages import message_for
from tests.imaging.workers import work

LONG = 60.0
PARENT = """
import sys
from functools import partial
from pathlib import Path
from orq_ui.imaging.workers import run
from tests.imaging.workers import work
run(partial(work.spin, Path(sys.argv[1])), 60)
"""


def test_only_long_work_has_a_process_of_its_own() -> None:
    """What is well below a second runs in this process, so that starting another costs it nothing."""
    assert run(work.process_id, SHORT_S) == os.getpid()
    assert run(work.process_id, SHORT_S * 1.01) != os.getpid()


def test_a_refusal_comes_back_as_it_was() -> None:
    """Reason, place and detail are those of the work in the child."""
    with pytest.raises(UnusablePicture) as refused:
        run(work.refuse, LONG)

    assert (refused.value.reason, refused.value.path, refused.value.detail) == ("truncated", "a.png", "40 %")


def test_what_a_library_prints_is_not_part_of_the_result() -> None:
    """The result has the pipe for itself."""
    assert run(work.print_and_return, LONG) == "result"


def test_the_time_limit_kills(tmp_path: Path) -> None:
    """A child that is not done in time is gone when its caller hears of it."""
    started = tmp_path / "started"
    with pytest.raises(UnusablePicture) as refused:
        run(partial(work.spin, started), LONG, limit_s=3)

    assert refused.value.reason == "too_slow"
    assert not work.is_running(work.wait_for(started))


@pytest.mark.anyio
async def test_cancelling_kills(tmp_path: Path) -> None:
    """The child of a task that is cancelled is gone, and the next one gets its turn."""
    started = tmp_path / "started"
    task = asyncio.create_task(run_async(partial(work.spin, started), LONG))
    child = await asyncio.to_thread(work.wait_for, started)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await asyncio.to_thread(work.wait_until_gone, child)
    assert await run_async(work.process_id, LONG) not in (child, os.getpid())


@pytest.mark.anyio
async def test_cancelled_work_never_starts(tmp_path: Path) -> None:
    """Work that waits for its turn is taken out of the queue."""
    first, second = tmp_path / "first", tmp_path / "second"
    running = asyncio.create_task(run_async(partial(work.spin, first), LONG))
    await asyncio.to_thread(work.wait_for, first)
    waiting = asyncio.create_task(run_async(partial(work.spin, second), LONG))
    await asyncio.sleep(0)
    waiting.cancel()
    running.cancel()
    await asyncio.wait({running, waiting})

    assert await run_async(work.process_id, LONG) != os.getpid()
    assert not second.exists()


@pytest.mark.anyio
async def test_short_work_does_not_wait_for_long_work(tmp_path: Path) -> None:
    """One costly picture does not hold up the others."""
    started = tmp_path / "started"
    running = asyncio.create_task(run_async(partial(work.spin, started), LONG))
    await asyncio.to_thread(work.wait_for, started)

    assert await run_async(work.process_id, SHORT_S) == os.getpid()
    running.cancel()
    await asyncio.wait({running})


@pytest.mark.anyio
async def test_nobody_waits_for_others_without_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page whose costly picture does not get its turn in time says so, and it never starts."""
    first, second = tmp_path / "first", tmp_path / "second"
    running = asyncio.create_task(run_async(partial(work.spin, first), LONG))
    await asyncio.to_thread(work.wait_for, first)
    monkeypatch.setattr(executor, "QUEUE_LIMIT_S", 0.0)
    with pytest.raises(UnusablePicture, match="too_slow"):
        await asyncio.to_thread(run, partial(work.spin, second), LONG, 0.1)
    running.cancel()
    await asyncio.wait({running})

    assert await run_async(work.process_id, LONG) != os.getpid()
    assert not second.exists()


@pytest.mark.anyio
async def test_the_least_costly_picture_is_next(tmp_path: Path) -> None:
    """Somebody's photo waits for one hostile picture at most, however many came before it; equal ones keep their order.

    What was taken out of the queue is nobody's turn.
    """
    started, order = tmp_path / "started", []
    running = asyncio.create_task(run_async(partial(work.spin, started), LONG))
    await asyncio.to_thread(work.wait_for, started)

    async def wait(name: str, seconds: float) -> None:
        await run_async(work.process_id, seconds)
        order.append(name)

    names = [("dear", LONG), ("gone", LONG / 3), ("also dear", LONG), ("photo", 2 * SHORT_S), ("less dear", LONG / 2)]
    waiting = {name: asyncio.create_task(wait(name, seconds)) for name, seconds in names}
    await asyncio.sleep(0)
    waiting.pop("gone").cancel()
    running.cancel()
    await asyncio.wait(waiting.values())

    assert order == ["photo", "less dear", "dear", "also dear"]


@pytest.mark.anyio
async def test_a_server_that_ends_stops_all(tmp_path: Path) -> None:
    """Whoever waits for a child that was stopped hears that it failed."""
    started = tmp_path / "started"
    running = asyncio.create_task(run_async(partial(work.spin, started), LONG))
    child = await asyncio.to_thread(work.wait_for, started)
    stop_children()
    with pytest.raises(UnusablePicture, match="decoder_failed"):
        await running

    assert not work.is_running(child)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere its limit of processor time ends it")
def test_no_child_outlives_its_parent(tmp_path: Path) -> None:
    """A killed server leaves no decoder behind."""
    started = tmp_path / "started"
    with subprocess.Popen([sys.executable, "-c", PARENT, started]) as parent:  # noqa: S603 - our own code
        child = work.wait_for(started)
        parent.send_signal(signal.SIGKILL)

    work.wait_until_gone(child)


@pytest.mark.parametrize(
    ("function", "reason"),
    [(work.die, "decoder_failed"), (work.answer_with_code, "decoder_failed"), (work.take_memory, "too_much_memory")],
)
def test_a_child_that_goes_wrong_is_a_picture_that_cannot_be_used(function: Callable[[], object], reason: str) -> None:
    """A decoder that crashes, is taken over or asks for too much memory takes nothing with it."""
    if reason == "too_much_memory" and sys.platform != "linux":
        pytest.skip("only Linux keeps this limit")
    with pytest.raises(UnusablePicture) as refused:
        run(function, LONG)

    assert refused.value.reason == reason
    assert message_for(refused.value).title != message_for(UnusablePicture("no such reason")).title


def test_a_child_has_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the key nor any other setting of the server is in its environment."""
    monkeypatch.setenv("ORQ_API_KEY", "canary")
    monkeypatch.setenv("ORQ_UI_DATABASE_URL", "postgresql://user:canary@host/db")

    assert "canary" not in str(run(work.environment, LONG))
