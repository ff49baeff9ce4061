"""Servers on real loopback sockets that send exactly the bytes that a test wants."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
from asyncio import StreamReader, StreamWriter
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from tests.strategies import picture

ConnectionHandler = Callable[[StreamReader, StreamWriter], Awaitable[None]]
PNG = picture("PNG").bytes


@asynccontextmanager
async def serving(talk: ConnectionHandler, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Run ``talk`` for every connection until the block ends; gives the server's origin."""

    talks: dict[asyncio.Task[None] | None, StreamWriter] = {}

    async def attend(reader: StreamReader, writer: StreamWriter) -> None:
        talks[asyncio.current_task()] = writer
        # The client may go at any time; that is what some tests are about.
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await talk(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(attend, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{port}"
    finally:
        server.close()
        for writer in talks.values():
            writer.transport.abort()
        await asyncio.gather(*filter(None, talks))


def responding(*responses: bytes, then: Callable[[StreamWriter], None] | None = None) -> ConnectionHandler:
    """Answer the n-th request of a connection with the n-th response, then close (or do ``then``)."""

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        for response in responses:
            await read_request(reader)
            writer.write(response)
            await writer.drain()
        if then:
            then(writer)

    return talk


async def read_request(reader: StreamReader) -> bytes:
    """Read one request's head and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
    )
    return head + await reader.readexactly(length)


def reset(writer: StreamWriter) -> None:
    """End the connection with a TCP reset."""
    # Zero seconds of lingering make the close a reset.
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def http_response(body: bytes | Any = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole HTTP response; a body that is not bytes is JSON; ``retry_after`` is the header ``retry-after``."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"content-length": str(len(content)), **{name.replace("_", "-"): text for name, text in headers.items()}}
    lines = "".join(f"{name}: {text}\r\n" for name, text in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + content


def b64(data: bytes = PNG) -> str:
    """Return base64 as text."""
    return b64encode(data).decode()


def success_body(*entries: Any) -> dict[str, Any]:
    """Return the body of a success."""
    return {"created": 1, "data": list(entries)}
