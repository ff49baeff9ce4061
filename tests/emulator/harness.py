"""Emulators as processes and in threads, and clients that send them requests."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from typing import IO, Any

import httpx
import uvicorn
from PIL import Image

from orq_ui.emulator import Options, create_app
from orq_ui.emulator.server import listen, uvicorn_config
from orq_ui.routing import Scenario

PATH = "/v2/router/images/variations"
QUICK = Scenario.model_validate({"default": {"latency_ms": 0}})
Send = Callable[..., httpx.Response]
Running = Callable[[Options], AbstractContextManager[httpx.Client]]


def picture_bytes(width: int = 120, height: int = 80, kind: str = "PNG") -> bytes:
    """Return a small picture with shapes and colours in it."""
    ramp = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM), Image.new("L", ramp.size, 90)))
    image.paste((250, 220, 40), (width // 5, height // 4, width // 2, height * 3 // 4))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def client(address: str) -> httpx.Client:
    """Return an HTTP client that ignores the environment's proxies."""
    headers = {"Authorization": "Bearer a-key"}
    return httpx.Client(base_url=address, headers=headers, timeout=20, trust_env=False)


def sender(http: httpx.Client, png: bytes) -> Send:
    """Return a function that sends requests: parts by name, a small valid request when nothing else is given."""

    def send(
        files: dict[str, Any] | list[Any] | None = None, headers: dict[str, str] | None = None, **fields: str
    ) -> httpx.Response:
        image = {"image": ("photo.png", png, "image/png")}
        data = {"model": "emulator/riso", "size": "256x256", **fields}
        return http.post(
            PATH,
            files=image if files is None else files,
            data={name: value for name, value in data.items() if value != ""},
            headers=headers,
        )

    return send


def error_of(reply: httpx.Response) -> tuple[int, str, str | None]:
    """Check the error envelope; return its status, code and param."""
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"]
    return reply.status_code, error["code"], error["param"]


def ledger_of(http: httpx.Client, reply: httpx.Response) -> dict[str, Any]:
    """Return the whole ledger behind a response."""
    found: dict[str, Any] = http.get(f"/_emulator/ledgers/{reply.headers['x-emulator-ledger']}").json()
    return found


def newest_ledger(http: httpx.Client) -> dict[str, Any]:
    """Return the first row of the list of ledgers; before there is one, a row in which nothing was played."""
    row: dict[str, Any] = next(iter(http.get("/_emulator/ledgers").json()["data"]), {"played": 0})
    return row


@contextmanager
def running_command(*arguments: str, log: IO[bytes] | None = None) -> Iterator[tuple[str, int]]:
    """Start the emulator by its command, waiting for nothing; yield its origin and process id.

    What it writes on stderr goes to ``log``.
    """
    command = [sys.executable, "-m", "orq_ui.emulator", "--port", "0", "--time-scale", "0", "--exit-with-stdin"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log}
    with subprocess.Popen([*command, *arguments], text=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield process.stdout.readline().removeprefix("emulator ready ").strip(), process.pid
        finally:
            process.stdin.close()
            process.wait(60)  # far longer than it takes, for a busy machine


@contextmanager
def running_app(options: Options) -> Iterator[httpx.Client]:
    """Serve an app with its own options in a thread, on a free port; yield a client of it."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn_config(create_app(options)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        with client(f"http://127.0.0.1:{listening.getsockname()[1]}") as made:
            yield made
    finally:
        server.should_exit = True
        thread.join(5)
