"""The limit to a request's head, and what it relies on in uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from typing import Any

import httpx
from starlette.types import Receive, Scope, Send
from uvicorn import Config
from uvicorn.server import ServerState

from orq_ui.bounded_heads import LONGEST_HEAD_BYTES
from orq_ui.emulator.bounded_http import BoundedHttp
from orq_ui.emulator.truncated_response import TRANSPORT


class RecordingTransport(asyncio.Transport):
    """What a connection was sent, and whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.sent, self.closed = b"", False

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.sent += bytes(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


async def app(_: Scope, __: Receive, send: Send) -> None:
    """Answer without content."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def test_uvicorn_s_http_tools_protocol() -> None:
    """It calls what we override at the begin and end of a head, and has made the scope and the transport by then."""

    async def connect() -> tuple[BoundedHttp, RecordingTransport, list[bool]]:
        transport = RecordingTransport()
        protocol = BoundedHttp(Config(app, lifespan="off"), ServerState(), {})
        protocol.connection_made(transport)
        protocol.data_received(b"GET / HTTP/1.1\r\n")
        in_head = [protocol._in_head]
        protocol.data_received(b"Host: x\r\n\r\n")
        in_head.append(protocol._in_head)
        while not transport.sent:
            await asyncio.sleep(0)
        protocol.data_received(b"GET / HTTP/1.1\r\nX: " + b"x" * (LONGEST_HEAD_BYTES + 1))
        return protocol, transport, in_head

    protocol, transport, in_head = asyncio.run(connect())

    assert dict(protocol.scope)[TRANSPORT] is transport
    assert in_head == [True, False]
    assert [line for line in transport.sent.splitlines() if line.startswith(b"HTTP/")] == [
        b"HTTP/1.1 204 No Content",
        b"HTTP/1.1 431 Request Header Fields Too Large",
    ]
    assert transport.closed


def test_an_endless_head(http: httpx.Client) -> None:
    """Headers without an end are broken off after half a megabyte."""
    with socket.create_connection((http.base_url.host, http.base_url.port or 0), 5) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nX: ")
        with contextlib.suppress(ConnectionError):
            for _ in range(40):
                raw.sendall(b"x" * 65_536)
                time.sleep(0.002)
        with contextlib.suppress(ConnectionError):  # what was sent after the answer may turn it into a reset
            assert raw.recv(100).startswith(b"HTTP/1.1 431")

    assert http.get("/_emulator/health").status_code == 200
