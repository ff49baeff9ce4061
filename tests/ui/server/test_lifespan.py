"""What starts and ends with the server."""

from __future__ import annotations

import asyncio

import pytest

from orq_ui.ui.server.lifespan import every, running


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
