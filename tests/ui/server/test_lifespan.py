"""What starts and ends with the server."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import config

from orq_ui.settings import Settings
from orq_ui.ui.server.history import History
from orq_ui.ui.server.lifespan import every, prepare, running


@pytest.mark.skipif(os.name != "posix", reason="Windows writes no core dumps")
def test_a_crash_leaves_no_core_dump(tmp_path: Path) -> None:
    """The memory of a server that crashes has keys in it."""
    import resource

    code = "from orq_ui.ui.server.lifespan import leave_no_core_dump as leave; leave(); import os; os.abort()"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))  # inherited by the child
    try:
        child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, env=environment, cwd=tmp_path)  # noqa: S603
        _, status = os.waitpid(child.pid, 0)
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
    child.returncode = status  # waited for above

    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)


@pytest.mark.parametrize("broken", ["start", "repeated", "ending", "the server"])
def test_everything_is_ended_whatever_broke(broken: str, caplog: pytest.LogCaptureFixture) -> None:
    """The emulator does not outlive the server, nor does the history's lock, and what broke is in the log."""
    done: list[str] = []

    def step(name: str) -> None:
        done.append(name)
        if name == broken:
            raise OSError(28, "No space left on device")

    async def repeated() -> None:
        step("repeated")
        await asyncio.Event().wait()

    async def live() -> None:
        async with running([lambda: step("start")], [repeated()], lambda: step("ending")):
            while "repeated" not in done:
                await asyncio.sleep(0)
            step("the server")

    if broken == "the server":
        with pytest.raises(OSError, match="No space"):
            asyncio.run(live())
    else:
        asyncio.run(live())
        assert "No space left on device" in caplog.text

    assert {"start", "repeated"} <= set(done)
    assert done[-1] == "ending"


def test_repeated_work_survives_its_own_exception(caplog: pytest.LogCaptureFixture) -> None:
    """The sweep over closed tabs and the history's tidying go on after one that failed, which is in the log."""
    done: list[str] = []

    async def live() -> None:
        third = asyncio.Event()
        loop = asyncio.get_running_loop()

        def work() -> None:
            done.append("once")
            if len(done) == 1:
                raise KeyError("a mistake of ours")
            if len(done) == 3:
                loop.call_soon_threadsafe(third.set)

        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            repeated = group.create_task(every(0, work))
            await third.wait()
            repeated.cancel()

    asyncio.run(live())

    assert len(done) >= 3
    assert "a mistake of ours" in caplog.text


def test_what_the_server_has_loaded_is_not_walked_by_the_garbage_collector() -> None:
    """A collection holds up every session: it looks at what came since the start only."""
    history = History(Settings())
    before = gc.get_freeze_count()
    loaded = [[number] for number in range(1000)]

    prepare(history)
    history.close()

    assert gc.get_freeze_count() - before >= len(loaded)


def test_a_run_of_a_page_is_not_followed_by_a_full_collection() -> None:
    """Streamlit's default: with thirty sessions it took nine tenths of the server's time."""
    assert config.get_option("runner.postScriptGC") is False
