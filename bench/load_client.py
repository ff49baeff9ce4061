"""Clients that cost next to nothing: requests made ahead, raw sockets, so that the server is what is measured."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from time import perf_counter
from urllib.parse import urlsplit

BOUNDARY = b"bench-boundary"


def request(path: str, picture: bytes, fields: dict[str, str]) -> bytes:
    """Make a whole HTTP request with a picture and text fields; an emulator draws all of them from one seed."""
    parts = [(b'name="image"; filename="picture.png"\r\nContent-Type: image/png', picture)]
    parts += [(f'name="{name}"'.encode(), value.encode()) for name, value in fields.items()]
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (BOUNDARY, name, content)
        for name, content in parts
    )
    body += b"--%b--\r\n" % BOUNDARY
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer bench-key\r\nx-emulator-seed: 0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY.decode()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def throughput(url: str, requests: Sequence[bytes], clients: int) -> tuple[float, list[int]]:
    """Send all, divided among clients with a connection each; return requests per second and every status."""
    return asyncio.run(_all(url, requests, clients))


async def _all(url: str, requests: Sequence[bytes], clients: int) -> tuple[float, list[int]]:
    waiting = list(reversed(requests))
    started = perf_counter()
    statuses = await asyncio.gather(*(_client(url, waiting) for _ in range(clients)))
    seconds = perf_counter() - started
    return len(requests) / seconds, [status for each in statuses for status in each]


async def _client(url: str, waiting: list[bytes]) -> list[int]:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    statuses = []
    while waiting:
        writer.write(waiting.pop())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].split("\r\n")[0])
        json.loads(await reader.readexactly(length))
        statuses.append(int(head.split()[1]))
    writer.close()
    await writer.wait_closed()
    return statuses
