"""What starts and ends with the server: its services, the emulator's start, and the work that is repeated."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from typing import Any

import streamlit as st

from orq_ui.errors import HistoryUnavailable, Unreachable
from orq_ui.settings import Settings
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.history import History, tidy
from orq_ui.ui.server.session_cleanup import SessionCleanup
from orq_ui.ui.services import Services, serving
from orq_ui.ui.streamlit_compat import end_lost_sessions

SWEEP_S = 1.0
TIDY_S = 60.0
PRELOADED = ("numpy", "orq_ui.ui.variations.request_form", "orq_ui.ui.variations.result", "orq_ui.ui.explain.plan")
"""What the first page would otherwise import while somebody waits for it; Streamlit wants numpy for any picture."""
log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Make the services before the first page, and close them after the last."""
    leave_no_core_dump()
    made = Services.create(Settings())
    cleanup = SessionCleanup(
        made.jobs, made.pictures, free_after_s=float(st.get_option("server.disconnectedSessionTTL"))
    )
    starts = (partial(_start_emulator, made.emulator), partial(prepare, made.history))
    repeated = (
        every(SWEEP_S, cleanup.sweep),
        every(TIDY_S, partial(tidy, made.history)),
        forget_lost_sessions(SWEEP_S),
    )
    with serving(made):
        async with running(starts, repeated, made.close):
            yield {}


def leave_no_core_dump() -> None:
    """Let neither the server nor what it starts write its memory, with the keys in it, to a file when it crashes."""
    if os.name == "posix":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


@asynccontextmanager
async def running(
    starts: Iterable[Callable[[], None]],
    repeated: Iterable[Coroutine[Any, Any, None]],
    ending: Callable[[], None],
) -> AsyncIterator[None]:
    """Run what starts with the server and what repeats until it ends; then the ending, whatever else failed."""
    # The server does not wait for either: a page that needs the emulator does, and says so if it does not come.
    starting = [asyncio.create_task(asyncio.to_thread(start)) for start in starts]
    repeating = [asyncio.create_task(work) for work in repeated]
    try:
        yield
    finally:
        for task in repeating:
            task.cancel()
        await _log_failures(*starting, *repeating)
        await _log_failures(asyncio.to_thread(ending))


async def every(pause_s: float, work: Callable[[], None]) -> None:
    """Run the work after each pause, in a thread, until cancelled; log what it raises, and go on."""
    while True:
        await asyncio.sleep(pause_s)
        try:
            await asyncio.to_thread(work)
        except Exception:
            log.exception("repeated work failed; it is tried again in %g s", pause_s)


async def forget_lost_sessions(pause_s: float) -> None:
    """End sessions whose tab is not coming back, and collect what they leave behind, until cancelled."""
    while True:
        await asyncio.sleep(pause_s)
        try:
            if end_lost_sessions():
                await asyncio.to_thread(give_memory_back)
        except Exception:
            log.exception("lost sessions could not be ended; it is tried again in %g s", pause_s)


def give_memory_back() -> None:
    """Collect what sessions leave, which are circles, and return what the allocator keeps of it to the system."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None  # glibc has it
    if trim is not None:
        trim(0)


async def _log_failures(*works: Awaitable[None]) -> None:
    for result in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(result, Exception):
            log.error("a part of the server failed", exc_info=result)


def _start_emulator(emulator: EmulatorProcess) -> None:
    try:
        emulator.ensure_running()
    except Unreachable as failed:
        log.exception("the emulator did not start: %s", failed.reason)


def prepare(history: History) -> None:
    """Import what the first page needs, open the history, and exempt all of it from garbage collection."""
    # One after the other: the first page needs the modules, and the history only when something is sent.
    for name in PRELOADED:
        import_module(name)
    try:
        history.secret()  # which the URLs of the first result are signed with
    except HistoryUnavailable as failed:
        log.error("the history is not available: %s %s", failed.reason, failed.detail)  # noqa: TRY400 - no traceback
    # All this stays to the end: a full collection that walks it holds every session up, 0.1 s on two quiet cores.
    gc.collect()
    gc.freeze()
