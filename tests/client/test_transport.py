"""What reaches the socket is the wire and nothing else."""

from __future__ import annotations

import asyncio
import logging
import time
import tracemalloc
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, Timings, create_http_client
from orq_ui.errors import InvalidInput, Refused
from orq_ui.imaging import Picture
from orq_ui.wire import Connection, Wire, encode
from tests.client.conftest import KEY
from tests.client.sockets import http_response, read_request, responding, serving, success_body
from tests.interop.capture import ReceivedPart, parts_of
from tests.strategies import pictures, requests

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def listening(heard: list[bytes]) -> AsyncIterator[str]:
    """Serve on a kept connection, and keep every request whole."""

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        while True:
            heard.append(await read_request(reader))
            writer.write(http_response(success_body(), set_cookie="who=me; Path=/"))
            await writer.drain()

    async with serving(talk) as url:
        yield url


def read(request: bytes) -> tuple[list[bytes], list[ReceivedPart]]:
    """Return the head's lines and the parts of a request."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    kind = next(line for line in lines if line.lower().startswith(b"content-type:"))
    return lines, parts_of({"content-type": kind.partition(b": ")[2].decode()}, body)


def test_hostile_values() -> None:
    """Every part arrives with its content, filename and type, whatever stands in it, unknown keys among them."""
    heard: list[bytes] = []

    async def send(wires: list[Wire]) -> None:
        async with listening(heard) as url, create_http_client() as http:
            for wire in wires:
                await Gateway(http).send(replace(wire, url=url + "/v2"))

    wires: list[Wire] = []

    @settings(max_examples=100, deadline=None, database=None)
    @given(requests(unknown=True), pictures())
    def draw(request: ImageVariationRequest, picture: Picture) -> None:
        wires.append(encode(request, picture, Connection("https://my.orq.ai", SecretStr(KEY))))

    draw()
    asyncio.run(send(wires))

    assert len(heard) == len(wires) >= 100
    for request, wire in zip(heard, wires, strict=True):
        _, parts = read(request)
        assert [part.content for part in parts] == [part.content for part in wire.parts]
        assert [part.content_type for part in parts] == [
            part.content_type and part.content_type.encode() for part in wire.parts
        ]
        assert [part.filename for part in parts] == [part.filename and part.filename.encode() for part in wire.parts]


async def test_surrogates_and_length(gateway: Gateway) -> None:
    """A lone surrogate, which UTF-8 cannot hold, goes as its escape, and a very long text goes whole."""
    heard: list[bytes] = []
    body = {"model": "a\ud800", "user": "u" * 1_000_000, "odd\udfff": 1, "orq": {"name": "b\ud800"}}
    async with listening(heard) as url:
        await gateway.send(encode(ImageVariationRequest.as_is(body), None, Connection(url)))
    _, parts = read(heard[0])

    assert {part.name.replace("\\\\", "\\"): part.content for part in parts} == {
        "model": b"a\\ud800",
        "user": b"u" * 1_000_000,
        "orq": b'{"name":"b\\ud800"}',
        "odd\\udfff": b"1",
    }


async def test_headers(http: httpx.AsyncClient, wire_to: Any) -> None:
    """The wire's headers are sent, with those that the transport needs, and nothing of the client's own."""
    heard: list[bytes] = []
    http.headers["x-own"] = "1"
    http.auth = ("user", "word")
    async with listening(heard) as url:
        await Gateway(http).send(wire_to(url.replace("http://", "http://user:word@")))
    lines, _ = read(heard[0])

    assert lines[0] == b"POST /v2/router/images/variations HTTP/1.1"
    assert f"Authorization: Bearer {KEY}".encode() in lines
    assert sorted(line.partition(b":")[0].lower() for line in lines[1:]) == [
        b"accept", b"authorization", b"content-length", b"content-type", b"host", b"user-agent",
    ]  # fmt: skip


async def test_no_cookies(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A cookie that one person's reply sets does not go out with the next person's request."""
    heard: list[bytes] = []
    async with listening(heard) as url:
        await Gateway(http).send(wire_to(url))
        await Gateway(http).send(wire_to(url))
        await http.get(url)

    assert not any(b"cookie" in request.lower() for request in heard)
    assert len(http.cookies.jar) == 0


async def test_proxy(monkeypatch: pytest.MonkeyPatch, wire_to: Any) -> None:
    """A proxy of the environment is used, but never for loopback, where the emulator is."""
    proxied: list[bytes] = []
    direct: list[bytes] = []
    async with listening(proxied) as proxy, listening(direct) as url:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.delenv("NO_PROXY", raising=False)
        async with create_http_client() as http:
            await Gateway(http).send(wire_to(url))
            await Gateway(http).send(wire_to("http://gateway.invalid"))

    assert (len(direct), len(proxied)) == (1, 1)
    assert proxied[0].startswith(b"POST http://gateway.invalid/")


@pytest.mark.parametrize("key", ["sk-sec\nret", "sk-sécret", "sk-sec\0ret", "••••••••"])
async def test_unsendable_key(key: str, gateway: Gateway) -> None:
    """A key that no header can hold is an input to fix, and the error does not repeat it."""
    request = ImageVariationRequest.model_validate({"model": "m"})
    with pytest.raises(InvalidInput) as caught:
        await gateway.send(encode(request, None, Connection("https://my.orq.ai", SecretStr(key))))

    assert caught.value.path == "api_key"
    assert key not in str(caught.value)
    assert caught.value.__context__ is None


async def test_timings(gateway: Gateway, wire_to: Any) -> None:
    """Each phase is timed in milliseconds; a kept connection has no connect, plain http no tls."""

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        for _ in range(2):
            await read_request(reader)
            await asyncio.sleep(0.1)
            said = http_response(success_body())
            writer.write(said[:-1])
            await asyncio.sleep(0.4)
            writer.write(said[-1:])
            await writer.drain()

    async with serving(talk) as url:
        begun = time.perf_counter()
        first = (await gateway.send(wire_to(url))).timings
        second = (await gateway.send(wire_to(url))).timings
        took_ms = (time.perf_counter() - begun) * 1000

    assert (first.tls, second.connect, first.fetch) == (None, None, None)
    assert first.connect is not None
    for timings in (first, second):
        assert (timings.wait or 0) > 95
        assert (timings.receive or 0) > 100
        assert _sum(timings) <= (timings.total or 0)
    assert (first.total or 0) + (second.total or 0) <= took_ms


def _sum(timings: Timings) -> float:
    return sum(value or 0 for value in (timings.connect, timings.send, timings.wait, timings.receive))


async def test_memory(gateway: Gateway, wire_to: Any) -> None:
    """A picture of 49 MB is streamed: sending it takes less than 2 MB more."""
    received = 0

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        nonlocal received
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while received < length:
            received += len(await reader.read(65536))
        writer.write(http_response(success_body()))
        await writer.drain()

    wire = wire_to("http://unused", timeout_s=20)
    large = replace(wire, parts=(replace(wire.parts[0], content=bytes(49_000_000)), *wire.parts[1:]))
    async with serving(talk) as url:
        await gateway.send(replace(wire, url=f"{url}/v2"))
        received = 0
        tracemalloc.start()
        await gateway.send(replace(large, url=f"{url}/v2"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert received > 49_000_000
    assert peak < 2_000_000


async def test_a_log_at_debug_level_has_no_key(
    gateway: Gateway, wire_to: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the request's headers nor those of a response that repeats the key are written, at any level."""
    caplog.set_level(logging.DEBUG)
    echoed = http_response({"error": {"message": KEY}}, status=f"401 No {KEY}", x_echo=f"Bearer {KEY}")
    async with serving(responding(echoed)) as url:
        with pytest.raises(Refused):
            await gateway.send(wire_to(url))

    assert KEY not in caplog.text
