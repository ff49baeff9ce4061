"""Pictures, clients and in-thread servers for the emulator's tests."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from typing import Any

import httpx
import uvicorn
from PIL import Image

from orq_ui.emulator import Options, create_app
from orq_ui.emulator.server import config_of, listen
from orq_ui.routing import Scenario

QUICK = Scenario.model_validate({"default": {"latency_ms": 0}})
Send = Callable[..., httpx.Response]
Running = Callable[[Options], AbstractContextManager[httpx.Client]]


def picture_bytes(width: int = 120, height: int = 80, kind: str = "PNG") -> bytes:
    """A small picture with shapes and colours in it."""
    ramp = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM), Image.new("L", ramp.size, 90)))
    image.paste((250, 220, 40), (width // 5, height // 4, width // 2, height * 3 // 4))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def client(address: str) -> httpx.Client:
    """An HTTP client that does not look at the environment's proxies."""
    headers = {"Authorization": "Bearer a-key"}
    return httpx.Client(base_url=address, headers=headers, timeout=20, trust_env=False)


def sender(http: httpx.Client, png: bytes) -> Send:
    """Bind a client and a picture."""

    def send(
        files: dict[str, Any] | list[Any] | None = None, headers: dict[str, str] | None = None, **fields: str
    ) -> httpx.Response:
        image = {"image": ("photo.png", png, "image/png")}
        data = {"model": "emulator/riso", "size": "256x256", **fields}
        return http.post(
            "/v2/router/images/variations",
            files=image if files is None else files,
            data={name: value for name, value in data.items() if value != ""},
            headers=headers,
        )

    return send


def ledger_of(http: httpx.Client, reply: httpx.Response) -> dict[str, Any]:
    """The whole ledger behind a reply."""
    found: dict[str, Any] = http.get(f"/_emulator/ledgers/{reply.headers['x-emulator-ledger']}").json()
    return found


@contextmanager
def commanded(*arguments: str) -> Iterator[tuple[str, int]]:
    """The emulator as its command starts it, waiting for nothing; gives its origin and process id."""
    command = [sys.executable, "-m", "orq_ui.emulator", "--port", "0", "--time-scale", "0", "--exit-with-stdin"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*command, *arguments], text=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield process.stdout.readline().removeprefix("emulator ready ").strip(), process.pid
        finally:
            process.stdin.close()
            process.wait(5)


@contextmanager
def serving(options: Options) -> Iterator[httpx.Client]:
    """uvicorn in a thread, on a free port."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(config_of(create_app(options)))
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
