"""What starts and ends with the server: the emulator, the history, and the watch over closed tabs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import Any

import streamlit as st

from orq_ui.errors import NotKept, Unreachable
from orq_ui.ui.server.embedded import embedded
from orq_ui.ui.server.history import history, tidy
from orq_ui.ui.server.janitor import Janitor

SWEEP_S = 1.0
TIDY_S = 60.0
EARLY = ("numpy", "orq_ui.ui.panels.composer", "orq_ui.ui.panels.result", "orq_ui.ui.panels.explain")
"""What the first page would otherwise import while somebody waits for it; Streamlit wants numpy for any picture."""
log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Start the emulator beside the first page, stop it after the last."""
    # The server does not wait for either: a page that needs the emulator does, and says so if it does not come.
    warming = [asyncio.create_task(asyncio.to_thread(step)) for step in (_start_emulator, _prepare)]
    sweeping = [asyncio.create_task(task) for task in (_sweep(Janitor()), _tidy())]
    try:
        yield {}
    finally:
        for task in sweeping:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await asyncio.gather(*warming)
        await asyncio.to_thread(embedded().stop)
        await asyncio.to_thread(history().close)


def _start_emulator() -> None:
    try:
        embedded().ensure()
    except Unreachable as failed:
        log.exception("the emulator did not start: %s", failed.reason)


def _prepare() -> None:
    # One after the other: the first page needs the modules, and the history only when something is sent.
    _import_early()
    _open_history()


def _open_history() -> None:
    try:
        history().store()
    except NotKept as failed:
        log.error("the history is not available: %s %s", failed.reason, failed.detail)  # noqa: TRY400 - no traceback


def _import_early() -> None:
    for name in EARLY:
        import_module(name)


async def _tidy() -> None:
    while True:
        await asyncio.sleep(TIDY_S)
        await asyncio.to_thread(tidy, history())


async def _sweep(janitor: Janitor) -> None:
    while True:
        await asyncio.sleep(SWEEP_S)
        janitor.sweep()
