"""Calls of the server's loop, kept by the history."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import cast

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import Cancelled, Refused
from orq_ui.history import HistoryStore, RunStarted, RunSummary
from orq_ui.ui.server.browser_cookie import new_token
from orq_ui.ui.server.history_recorder import HistoryRecorder
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.services import services
from orq_ui.wire import Connection, encode
from tests.strategies import picture

pytestmark = pytest.mark.usefixtures("services")
REQUEST = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
PATIENCE_S = 60.0


class Router:
    """Looks into the history when a request arrives, then refuses it, or says nothing until it is let go."""

    def __init__(self, owner: str, silent: bool) -> None:
        self.seen: list[tuple[RunSummary, ...]] = []
        self.arrived, self.let_go = threading.Event(), threading.Event()
        router = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                router.seen.append(services().history.store().page(owner).lines)
                router.arrived.set()
                if silent:
                    router.let_go.wait(PATIENCE_S)
                    return
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(503)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """Let go of the port."""
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def owner() -> Iterator[str]:
    """Somebody with no runs yet."""
    name = f"browser:{new_token()}"
    yield name
    services().history.store().delete_all(name)


def sent(owner: str, router: Router) -> Job:
    """A call under way."""
    wire = encode(REQUEST, picture(), Connection(router.url))
    started = RunStarted(owner=owner, request=REQUEST.sent(), wire=wire, picture=picture())
    recorder = services().history.recorder(started)
    return services().jobs.start(Job(wire, picture(), "s", REQUEST, "there", recorder, started.id))


def until_ended(job: Job) -> None:
    """Wait for the end, and for its record."""
    end = time.monotonic() + PATIENCE_S
    while (job.running or (job.recorder and job.recorder.is_kept is None)) and time.monotonic() < end:
        time.sleep(0.01)


def test_keeping_is_not_counted(owner: str) -> None:
    """The result, the history and the times of the reply tell the same duration: the router's, not ours."""
    router = Router(owner, silent=False)
    kept = services().history.store()

    class Slow:
        def begin(self, started: RunStarted) -> None:
            time.sleep(0.3)
            kept.begin(started)

        def __getattr__(self, name: str) -> object:
            return getattr(kept, name)

    wire = encode(REQUEST, picture(), Connection(router.url))
    started = RunStarted(owner=owner, request=REQUEST.sent(), wire=wire, picture=picture())
    with ThreadPoolExecutor() as writers:
        recorder = HistoryRecorder(started, lambda: cast(HistoryStore, Slow()), writers)
        job = services().jobs.start(Job(wire, picture(), "s", REQUEST, "there", recorder, started.id))
        until_ended(job)
    router.close()

    (line,) = kept.page(owner).lines
    assert line.duration_ms == pytest.approx(job.took_ms)
    assert job.elapsed_s * 1000 >= job.took_ms + 300


def test_a_run_is_there_before_its_request_arrives(owner: str) -> None:
    """When the router reads the request, the history says that it is being sent; afterwards, how it ended."""
    router = Router(owner, silent=False)
    job = sent(owner, router)
    until_ended(job)
    router.close()

    assert [line.state for line in router.seen[0]] == ["sending"]
    assert isinstance(job.outcome, Refused)
    (line,) = services().history.store().page(owner).lines
    assert (line.id, line.state, line.status) == (job.id, "failed", 503)


def test_a_call_that_is_stopped_is_kept_as_stopped(owner: str) -> None:
    """Cancel leaves a run that says so."""
    router = Router(owner, silent=True)
    job = sent(owner, router)
    router.arrived.wait(PATIENCE_S)
    job.cancel()
    until_ended(job)
    router.close()

    assert isinstance(job.outcome, Cancelled)
    assert [line.state for line in services().history.store().page(owner).lines] == ["cancelled"]
