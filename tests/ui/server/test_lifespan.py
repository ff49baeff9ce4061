"""What starts and ends with the server."""

from __future__ import annotations

import asyncio

import pytest

from orq_ui.ui.server.lifespan import alongside


@pytest.mark.parametrize("broken", ["start", "watch", "first ending", "the server"])
def test_everything_is_ended_whatever_broke(broken: str, caplog: pytest.LogCaptureFixture) -> None:
    """The emulator does not outlive the server, nor does the history's lock, and what broke is in the log."""
    done: list[str] = []

    def step(name: str) -> None:
        done.append(name)
        if name == broken:
            raise OSError(28, "No space left on device")

    async def watch() -> None:
        step("watch")
        await asyncio.Event().wait()

    async def live() -> None:
        endings = (lambda: step("first ending"), lambda: step("last ending"))
        async with alongside([lambda: step("start")], [watch()], endings):
            while "watch" not in done:
                await asyncio.sleep(0)
            step("the server")

    if broken == "the server":
        with pytest.raises(OSError, match="No space"):
            asyncio.run(live())
    else:
        asyncio.run(live())
        assert "No space left on device" in caplog.text

    assert {"start", "watch"} <= set(done)
    assert done[-2:] == ["first ending", "last ending"]
