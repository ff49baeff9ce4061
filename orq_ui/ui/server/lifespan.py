"""What starts and ends with the server: the emulator, the history, and the watch over closed tabs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import streamlit as st

from orq_ui.errors import HistoryUnavailable, Unreachable
from orq_ui.ui.server.emulator_process import emulator_process
from orq_ui.ui.server.history import history, tidy
from orq_ui.ui.server.session_cleanup import SessionCleanup

SWEEP_S = 1.0
TIDY_S = 60.0
EARLY = ("numpy", "orq_ui.ui.variations.composer", "orq_ui.ui.variations.result", "orq_ui.ui.explain.panels")
"""What the first page would otherwise import while somebody waits for it; Streamlit wants numpy for any picture."""
log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Start the emulator beside the first page, stop it after the last."""
    endings = (lambda: emulator_process().stop(), lambda: history().close())
    async with alongside((_start_emulator, _prepare), (_sweep(SessionCleanup()), _tidy()), endings):
        yield {}


@asynccontextmanager
async def alongside(
    starts: Iterable[Callable[[], None]],
    watches: Iterable[Coroutine[Any, Any, None]],
    endings: Iterable[Callable[[], None]],
) -> AsyncIterator[None]:
    """Begin what starts with the server and what goes on until it ends; then every ending, whatever else went wrong."""
    # The server does not wait for either: a page that needs the emulator does, and says so if it does not come.
    starting = [asyncio.create_task(asyncio.to_thread(start)) for start in starts]
    watching = [asyncio.create_task(watch) for watch in watches]
    try:
        yield
    finally:
        for task in watching:
            task.cancel()
        await _ended(*starting, *watching)
        for ending in endings:
            await _ended(asyncio.to_thread(ending))


async def _ended(*works: Awaitable[None]) -> None:
    for broken in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(broken, Exception):
            log.error("a part of the server broke", exc_info=broken)


def _start_emulator() -> None:
    try:
        emulator_process().ensure()
    except Unreachable as failed:
        log.exception("the emulator did not start: %s", failed.reason)


def _prepare() -> None:
    # One after the other: the first page needs the modules, and the history only when something is sent.
    _import_early()
    _open_history()


def _open_history() -> None:
    try:
        history().store()
    except HistoryUnavailable as failed:
        log.error("the history is not available: %s %s", failed.reason, failed.detail)  # noqa: TRY400 - no traceback


def _import_early() -> None:
    for name in EARLY:
        import_module(name)


async def _tidy() -> None:
    while True:
        await asyncio.sleep(TIDY_S)
        await asyncio.to_thread(tidy, history())


async def _sweep(janitor: SessionCleanup) -> None:
    while True:
        await asyncio.sleep(SWEEP_S)
        janitor.sweep()
