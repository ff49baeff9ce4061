"""A client that leaves."""

from __future__ import annotations

import asyncio
import socket
import time

import httpx

from orq_ui.emulator import Options
from orq_ui.routing import Scenario
from tests.emulator.harness import QUICK, Running, sender

SLOW = Scenario.model_validate({"default": {"latency_ms": 60_000}})


def health(http: httpx.Client, name: str, wanted: int) -> bool:
    """Wait for a counter."""
    for _ in range(1500):
        if http.get("/_emulator/health").json()["requests"][name] == wanted:
            return True
        time.sleep(0.02)
    return False


def test_leaving_while_waiting_frees_the_request(running: Running, png: bytes) -> None:
    """The wait ends at once, and the record says so."""
    with running(Options(scenario=SLOW)) as http:

        async def leave() -> None:
            async with httpx.AsyncClient(base_url=http.base_url, headers=http.headers, trust_env=False) as other:
                files = {"image": ("a.png", png)}
                task = asyncio.create_task(
                    other.post("/v2/router/images/variations", files=files, data={"model": "emulator/riso"})
                )
                assert await asyncio.to_thread(health, http, "waiting", 1)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

        asyncio.run(leave())
        freed = health(http, "disconnected", 1) and health(http, "waiting", 0)
        row = http.get("/_emulator/requests").json()["data"][0]

    assert freed
    assert row["state"] == "disconnected"


def test_leaving_while_sending(running: Running, png: bytes) -> None:
    """A body that never ends is given up with its connection."""
    head = (
        "POST /v2/router/images/variations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer k\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\n"
    )
    with running(Options(scenario=QUICK)) as http:
        with socket.create_connection((http.base_url.host, http.base_url.port or 0)) as raw:
            raw.sendall(head.encode())
            assert health(http, "waiting", 1)
        freed = health(http, "disconnected", 1) and health(http, "waiting", 0)
        served = sender(http, png)().status_code

    assert freed
    assert served == 200


def test_others_are_served_meanwhile(running: Running, png: bytes) -> None:
    """Drawing keeps the threads busy, not the server: while it lasts, many others are answered."""
    with running(Options(scenario=QUICK)) as http, httpx.Client(base_url=http.base_url, trust_env=False) as other:
        send = sender(http, png)

        async def both() -> tuple[int, int]:
            drawing = asyncio.create_task(asyncio.to_thread(send, size="1024x1024", n="6"))
            answered = 0
            while not drawing.done():
                await asyncio.to_thread(other.get, "/_emulator/health")
                answered += 1
            return drawing.result().status_code, answered

        status, answered = asyncio.run(both())

    assert status == 200
    assert answered > 6
