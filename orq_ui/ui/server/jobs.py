"""Calls under way beside the script: one event loop on one thread, and one pool of connections, for the server."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from orq_ui.api import ImageVariationRequest
from orq_ui.client import EmulatorAdmin, Gateway, Reply, create_http_client
from orq_ui.errors import BadReply, Cancelled, InternalError, OrqUiError, Refused
from orq_ui.history import new_id
from orq_ui.imaging import Picture
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.history_recorder import Recording
from orq_ui.wire import Wire

T = TypeVar("T")
CLOSE_S = 5.0
"""How long a server that ends waits for answers that came and are being kept."""
LEDGER_HEADER = "x-emulator-ledger"
log = logging.getLogger(__name__)


@dataclass
class Job:
    """One call. ``outcome`` is None while it runs; code of the loop's thread never touches Streamlit.

    ``started`` and ``ended`` are a clock's that never goes back, ``ended_at`` is Unix time in seconds. ``answered_ms``
    is how long the router and its pictures took; keeping the call before and after is not in it.
    """

    wire: Wire
    picture: Picture | None
    session: str
    request: ImageVariationRequest
    destination: str
    recording: Recording | None = None
    id: str = field(default_factory=new_id)
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    ended_at: float | None = None
    answered_ms: float | None = None
    ledger: RecordedLedger | None = None
    outcome: Reply | OrqUiError | None = None
    _came: Reply | OrqUiError | None = None
    _ledger: dict[str, Any] | None = None
    _task: Future[None] | None = None

    @property
    def running(self) -> bool:
        """Whether the call is still under way."""
        return self.outcome is None

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start, or until the end."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def took_ms(self) -> float:
        """How long the answer took, or the call until it was stopped."""
        return self.elapsed_s * 1000 if self.answered_ms is None else self.answered_ms

    def cancel(self) -> None:
        """Stop the call; its connection is closed at once."""
        if self._task is not None:
            self._task.cancel()


class Jobs:
    """The loop and what runs on it. Safe to use from several threads."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        self._emulator = emulator
        self._running: dict[str, Job] = {}
        self._pool: httpx.AsyncClient | None = None
        self._closing = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="calls")
        self._thread.start()

    def close(self) -> None:
        """Stop every call, and let go of the thread, its loop and its connections.

        A call that was not answered yet is not recorded as cancelled: closing the history marks it as interrupted.
        """
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()

    def start(self, job: Job) -> Job:
        """Send a job's wire."""
        self._running[job.id] = job
        job._task = asyncio.run_coroutine_threadsafe(self._send(job), self._loop)
        # Also runs for a task that was cancelled before its first step; a finished job keeps its outcome.
        job._task.add_done_callback(lambda _: self._cancelled(job))
        return job

    def ask(self, question: Callable[[Gateway], Coroutine[Any, Any, T]], patience_s: float) -> T:
        """Put a short question to the router and wait for the answer, or raise TimeoutError."""

        async def answer() -> T:
            async with asyncio.timeout(patience_s):
                return await question(self._shared_gateway())

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result()

    def sessions(self) -> set[str]:
        """Every session with a call under way."""
        return {job.session for job in list(self._running.values())}

    def cancel_sessions(self, gone: Callable[[str], bool]) -> None:
        """Cancel the calls of every session for which ``gone`` is true."""
        for job in list(self._running.values()):
            if gone(job.session):
                job.cancel()

    def ask_emulator(self, question: Callable[[EmulatorAdmin], Coroutine[Any, Any, T]]) -> T:
        """Put a question to the built-in emulator; raises an error of the tree."""

        async def answer() -> T:
            return await question(self._control())

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result()

    def _run(self) -> None:
        # A runner ends what is still on the loop, and the loop's own threads.
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._until_closed())

    async def _until_closed(self) -> None:
        await self._closing.wait()
        for job in list(self._running.values()):
            if job._came is None:
                job.cancel()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=CLOSE_S)
        if self._pool is not None:
            await self._pool.aclose()

    def _control(self) -> EmulatorAdmin:
        return EmulatorAdmin(self._shared_pool(), self._emulator.ensure())

    def _shared_gateway(self) -> Gateway:
        return Gateway(self._shared_pool())

    def _shared_pool(self) -> httpx.AsyncClient:
        # Made on the loop's own thread: a pool belongs to one loop.
        if self._pool is None:
            self._pool = create_http_client()
        return self._pool

    async def _send(self, job: Job) -> None:
        outcome: Reply | OrqUiError
        try:
            if job.recording is not None:
                await job.recording.begin()
            left = time.monotonic()
            try:
                outcome = await self._shared_gateway().send(job.wire)
            except OrqUiError as error:
                outcome = error
            job.answered_ms = (time.monotonic() - left) * 1000
            job._came = outcome
            job._ledger = await self._ledger(job.wire, outcome)
            job.ledger = None if job._ledger is None else RecordedLedger.read(job._ledger)
            await self._keep(job, outcome)
            self._end(job, outcome)
        except Exception as bug:
            # The border of the thread: a mistake of ours must show as one, not as a call that never ends.
            log.exception("call %s broke", job.id)
            self._end(job, InternalError(type(bug).__name__))

    async def _ledger(self, wire: Wire, outcome: Reply | OrqUiError) -> dict[str, Any] | None:
        """Return the emulator's ledger of the call, as it came; None for a call that was not the emulator's."""
        headers = dict(outcome.headers) if isinstance(outcome, Reply | Refused | BadReply) else {}
        ledger_id = headers.get(LEDGER_HEADER)
        if ledger_id is None or not wire.url.startswith(self._emulator.url):
            return None
        try:
            return await self._control().ledger(ledger_id)
        except OrqUiError as lost:
            log.warning("no ledger %s: %s", ledger_id, lost)
            return None

    async def _keep(self, job: Job, outcome: Reply | OrqUiError) -> None:
        if job.recording is not None:
            await job.recording.finish(outcome, job._ledger, job.took_ms)

    def _cancelled(self, job: Job) -> None:
        if job.outcome is None:
            # Stopped while it was being kept, the answer is there all the same.
            outcome = job._came or Cancelled()
            self._end(job, outcome)
            if not self._closing.is_set():
                asyncio.run_coroutine_threadsafe(self._keep(job, outcome), self._loop)

    def _end(self, job: Job, outcome: Reply | OrqUiError) -> None:
        if job.outcome is None:
            job.ended, job.ended_at = time.monotonic(), time.time()
            job.outcome = outcome
        self._running.pop(job.id, None)
