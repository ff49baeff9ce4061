"""A finished task as data."""

from __future__ import annotations

import asyncio

import pytest

from orq_ui.client import settled
from orq_ui.errors import Cancelled, OrqUiError, TimedOut

pytestmark = pytest.mark.anyio


async def _finished(error: Exception | None = None, *, cancel: bool = False) -> asyncio.Task[str]:
    async def work() -> str:
        await asyncio.sleep(0)
        if error:
            raise error
        return "reply"

    task = asyncio.create_task(work())
    if cancel:
        task.cancel()
    await asyncio.wait([task])
    return task


async def test_result() -> None:
    """A task that went well gives its result."""
    assert settled(await _finished()) == "reply"


async def test_cancelled() -> None:
    """A cancelled task gives Cancelled."""
    assert isinstance(settled(await _finished(cancel=True)), Cancelled)


async def test_error() -> None:
    """An error of the tree is given back as it is."""
    error: OrqUiError = TimedOut("receive", 1.0)
    assert settled(await _finished(error)) is error


async def test_bug() -> None:
    """Any other exception is a bug and is raised."""
    with pytest.raises(ZeroDivisionError):
        settled(await _finished(ZeroDivisionError()))
