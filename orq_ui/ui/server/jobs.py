"""Calls under way beside the script: one event loop on one thread, and one pool of connections, for the server."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from orq_ui.api import ImageVariationRequest
from orq_ui.client import EmulatorAdmin, Gateway, Reply, create_http_client
from orq_ui.errors import BadReply, Cancelled, InternalError, OrqUiError, Refused, Unreachable
from orq_ui.history import new_id
from orq_ui.imaging import Picture
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.history_recorder import HistoryRecorder
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.streamlit_compat import STATIC_PREFIX
from orq_ui.wire import Wire

if TYPE_CHECKING:
    from orq_ui.routing.recorded_ledger import RecordedLedger

T = TypeVar("T")
CALL_PREFIX = f"{STATIC_PREFIX}calls/"
"""Followed by the id of one that is under way: our route that answers when it has ended."""
CLOSE_S = 5.0
"""How long a server that ends waits for answers that came and are being kept."""
LEDGER_HEADER = "x-emulator-ledger"
log = logging.getLogger(__name__)


@dataclass
class Job:
    """One call. ``outcome`` is None while it runs; code on the loop's thread never touches Streamlit.

    ``owner`` is who may ask whether it has ended.
    ``started`` and ``ended`` are from a clock that never goes back, ``ended_at`` is Unix time in seconds.
    ``answered_ms`` is how long the router and its pictures took, without recording the call before and after.
    """

    wire: Wire
    picture: Picture | None
    session: str
    request: ImageVariationRequest
    destination: str
    recorder: HistoryRecorder | None = None
    id: str = field(default_factory=new_id)
    owner: Owner | None = None
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    ended_at: float | None = None
    answered_ms: float | None = None
    ledger: RecordedLedger | None = None
    outcome: Reply | OrqUiError | None = None
    _answer: Reply | OrqUiError | None = None
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

    async def wait(self, limit_s: float | None = None) -> None:
        """Wait until it has ended, or for so long; on any loop."""
        if self._task is not None:
            await asyncio.wait({asyncio.wrap_future(self._task)}, timeout=limit_s)


class Jobs:
    """The loop and what runs on it. Safe to use from several threads."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        self._emulator = emulator
        self._running: dict[str, Job] = {}
        self._http: httpx.AsyncClient | None = None
        self._closing = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="calls")
        self._thread.start()

    def close(self) -> None:
        """Stop every call, and close the connections, the loop and its threads.

        A call that was not answered yet is not recorded as cancelled: closing the history marks it as interrupted.
        """
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()

    def start(self, job: Job) -> Job:
        """Send a job's wire, without waiting for the answer."""
        self._running[job.id] = job
        job._task = asyncio.run_coroutine_threadsafe(self._send(job), self._loop)
        # Also runs for a task that was cancelled before its first step; a finished job keeps its outcome.
        job._task.add_done_callback(lambda _: self._cancelled(job))
        return job

    def find(self, job_id: str) -> Job | None:
        """Return a call that is under way."""
        return self._running.get(job_id)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something on the calls' loop, such as calls one after the other; don't wait."""
        asyncio.run_coroutine_threadsafe(work, self._loop)

    @property
    def is_closing(self) -> bool:
        """Whether no further call may be started."""
        return self._closing.is_set()

    def ask(self, question: Callable[[Gateway], Coroutine[Any, Any, T]], timeout_s: float) -> T:
        """Ask the router something short and wait for the answer, or raise TimeoutError."""

        async def answer() -> T:
            async with asyncio.timeout(timeout_s):
                return await question(self._gateway())

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result()

    def sessions(self) -> set[str]:
        """Return every session with a call under way."""
        return {job.session for job in list(self._running.values())}

    def cancel_sessions(self, gone: Callable[[str], bool]) -> None:
        """Cancel the calls of every session for which ``gone`` is true."""
        for job in list(self._running.values()):
            if gone(job.session):
                job.cancel()

    def ask_emulator(self, question: Callable[[EmulatorAdmin], Coroutine[Any, Any, T]]) -> T:
        """Ask the built-in emulator something and wait for the answer; raises an error of the tree.

        One that has died is started again, and asked then.
        """

        async def answer() -> T:
            starts = self._emulator.starts
            try:
                return await question(await self._emulator_admin())
            except Unreachable:
                if not await asyncio.to_thread(self._emulator.revive, starts):
                    raise
            return await question(await self._emulator_admin())

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result()

    def _run(self) -> None:
        # A runner ends what is still on the loop, and the loop's own threads.
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._until_closed())

    async def _until_closed(self) -> None:
        await self._closing.wait()
        for job in list(self._running.values()):
            if job._answer is None:
                job.cancel()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=CLOSE_S)
        if self._http is not None:
            await self._http.aclose()

    async def _emulator_admin(self) -> EmulatorAdmin:
        # Not on the loop: a start takes a second, and every call would wait for it.
        return EmulatorAdmin(self._http_client(), await asyncio.to_thread(self._emulator.ensure_running))

    def _gateway(self) -> Gateway:
        return Gateway(self._http_client())

    def _http_client(self) -> httpx.AsyncClient:
        # Made on the loop's own thread: a pool belongs to one loop.
        if self._http is None:
            self._http = create_http_client()
        return self._http

    async def _send(self, job: Job) -> None:
        outcome: Reply | OrqUiError
        try:
            if job.recorder is not None:
                await job.recorder.begin()
            sent = time.monotonic()
            try:
                outcome = await self._answer(job.wire)
            except OrqUiError as error:
                outcome = error
            job.answered_ms = (time.monotonic() - sent) * 1000
            job._answer = outcome
            job._ledger = await self._ledger(job.wire, outcome)
            job.ledger = None if job._ledger is None else _read_ledger(job._ledger)
            await self._record(job, outcome)
            self._end(job, outcome)
        except Exception as bug:
            # Nobody above catches it: a mistake of ours must be shown as one, not as a call that never ends.
            log.exception("call %s failed", job.id)
            self._end(job, InternalError(type(bug).__name__))

    async def _answer(self, wire: Wire) -> Reply:
        """Send a wire; to the emulator again after that had died, for it costs nothing and forgets what was lost."""
        if not self._emulator.is_own(wire.url):
            return await self._gateway().send(wire)
        starts = self._emulator.starts
        try:
            return await self._gateway().send(replace(wire, url=self._emulator.current_url(wire.url)))
        except Unreachable:
            if not await asyncio.to_thread(self._emulator.revive, starts):
                raise
        return await self._gateway().send(replace(wire, url=self._emulator.current_url(wire.url)))

    async def _ledger(self, wire: Wire, outcome: Reply | OrqUiError) -> dict[str, Any] | None:
        """Return the emulator's ledger of the call, as it came; None for a call that was not the emulator's."""
        headers = dict(outcome.headers) if isinstance(outcome, Reply | Refused | BadReply) else {}
        ledger_id = headers.get(LEDGER_HEADER)
        if ledger_id is None or not self._emulator.is_own(wire.url):
            return None
        try:
            return await (await self._emulator_admin()).ledger(ledger_id)
        except OrqUiError as lost:
            log.warning("no ledger %s: %s", ledger_id, lost)
            return None

    async def _record(self, job: Job, outcome: Reply | OrqUiError) -> None:
        if job.recorder is not None:
            await job.recorder.finish(outcome, job._ledger, job.took_ms)

    def _cancelled(self, job: Job) -> None:
        if job.outcome is None:
            # An answer that came is the outcome, even if the call is stopped while that is being recorded.
            outcome = job._answer or Cancelled()
            self._end(job, outcome)
            if not self._closing.is_set():
                asyncio.run_coroutine_threadsafe(self._record(job, outcome), self._loop)

    def _end(self, job: Job, outcome: Reply | OrqUiError) -> None:
        if job.outcome is None:
            job.ended, job.ended_at = time.monotonic(), time.time()
            job.outcome = outcome
        self._running.pop(job.id, None)


def _read_ledger(sent: dict[str, Any]) -> RecordedLedger | None:
    # Not at the top: the server would listen later for it.
    from orq_ui.routing.recorded_ledger import RecordedLedger

    return RecordedLedger.read(sent)
