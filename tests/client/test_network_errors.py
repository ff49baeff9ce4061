"""What goes wrong on a real connection, and as which error it arrives."""

from __future__ import annotations

import asyncio
import socket
from asyncio import StreamReader, StreamWriter
from dataclasses import replace
from typing import Any

import httpx
import pytest

from orq_ui.client import Gateway
from orq_ui.client.transport import exchange
from orq_ui.errors import BadReply, InvalidInput, OrqUiError, Refused, TimedOut, Unreachable
from tests.client.sockets import http_response, read_request, reset, responding, serving, success_body

pytestmark = pytest.mark.anyio
LONG = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
GZIPPED = http_response(b"no gzip at all", content_encoding="gzip")


async def caught(gateway: Gateway, wire: Any) -> OrqUiError:
    with pytest.raises(OrqUiError) as error:
        await gateway.send(wire)
    return error.value


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", "closed"),
        (b"HTTP/1.1 200 OK\r\ncontent-", "closed"),
        (LONG + b'{"created": 1', "closed"),
        (CHUNKED + b"5\r\nhello\r\n", "closed"),
        (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "garbled"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n", "garbled"),
    ],
    ids=["nothing", "half the headers", "half the body", "half the chunks", "not http", "endless length"],
)
async def test_lost(said: bytes, reason: str, gateway: Gateway, wire_to: Any) -> None:
    """A connection that ends before the whole answer came is an unreachable host, with the reason."""
    async with serving(responding(said)) as url:
        error = await caught(gateway, wire_to(url))

    assert isinstance(error, Unreachable)
    assert (error.host, error.reason) == (url.removeprefix("http://"), reason)


@pytest.mark.parametrize("said", [b"", LONG + b"half"], ids=["before the answer", "within the answer"])
async def test_reset(said: bytes, gateway: Gateway, wire_to: Any) -> None:
    """A reset is told apart from a connection that was closed in order."""
    async with serving(responding(said, then=reset)) as url:
        error = await caught(gateway, wire_to(url))

    assert isinstance(error, Unreachable)
    assert error.reason == "reset"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (CHUNKED + b"zz\r\nhello", "garbled"),
        (GZIPPED, "garbled"),
        (http_response(b"<html>sign in</html>", content_type="text/html"), "not_json"),
        (http_response(status="302 Found", location="/v2/router/images/variations"), "redirect"),
        (http_response(status="307 Temporary Redirect", location="https://example.com/"), "redirect"),
    ],
    ids=["chunks", "gzip", "html", "redirect home", "redirect away"],
)
async def test_bad_replies(said: bytes, reason: str, gateway: Gateway, wire_to: Any) -> None:
    """A success that cannot be read is a bad reply; a redirect is one too and is never followed."""
    async with serving(responding(said)) as url:
        error = await caught(gateway, wire_to(url))

    assert isinstance(error, BadReply)
    assert error.reason == reason


async def test_oversized(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A reply over the cap is given up on, before it is all read."""
    async with serving(responding(http_response(b"x" * 300_000))) as url:
        with pytest.raises(BadReply) as error:
            await exchange(http, wire_to(url), max_bytes=100_000)

    assert error.value.reason == "too_large"


@pytest.mark.parametrize("extra", [b"", b"x" * 2_000_000], ids=["cut off", "endless"])
async def test_half_a_refusal(extra: bytes, gateway: Gateway, wire_to: Any) -> None:
    """Of a refusal whose body is cut off or endless, what came is kept."""
    said = b"HTTP/1.1 503 Overloaded\r\ncontent-length: 9000000\r\n\r\nso sorry " + extra
    async with serving(responding(said)) as url:
        error = await caught(gateway, wire_to(url))

    assert isinstance(error, Refused)
    assert (error.status, error.message) == (503, "Overloaded")
    assert error.body.startswith("so sorry ")


async def test_early_refusal(gateway: Gateway, wire_to: Any) -> None:
    """A server that refuses before it has read the picture, and hangs up, is still heard."""

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            http_response({"error": {"message": "too large"}}, status="413 Content Too Large", connection="close")
        )
        await writer.drain()
        await reader.read()

    async with serving(talk) as url:
        error = await caught(gateway, wire_to(url))

    assert isinstance(error, Refused)
    assert error.message == "too large"


async def test_nobody_listens(gateway: Gateway, wire_to: Any) -> None:
    """A port where nobody listens refuses."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        error = await caught(gateway, wire_to(f"http://127.0.0.1:{unused.getsockname()[1]}"))

    assert isinstance(error, Unreachable)
    assert error.reason == "refused"


@pytest.mark.parametrize("host", ["nowhere.invalid", f"{'a' * 70}.example"])
async def test_no_such_name(host: str, gateway: Gateway, wire_to: Any) -> None:
    """A name that does not resolve is said to be the trouble, and one that never can."""
    error = await caught(gateway, wire_to(f"https://{host}"))

    assert isinstance(error, Unreachable)
    assert (error.host, error.reason) == (host, "dns")


async def test_no_tls(gateway: Gateway, wire_to: Any) -> None:
    """A server that speaks no TLS where https was asked for is said to be the trouble."""

    async def talk(_reader: StreamReader, writer: StreamWriter) -> None:
        writer.write(http_response(b"plain"))
        await writer.drain()

    async with serving(talk) as url:
        error = await caught(gateway, wire_to(url.replace("http:", "https:")))

    assert isinstance(error, Unreachable)
    assert error.reason == "tls"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", LONG + b"half"], ids=["silence", "headers", "body"])
async def test_patience(said: bytes, gateway: Gateway, wire_to: Any) -> None:
    """Our own patience covers the whole answer and closes the connection."""
    closed = asyncio.Event()

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        await read_request(reader)
        writer.write(said)
        await reader.read()
        closed.set()

    async with serving(talk) as url:
        error = await caught(gateway, wire_to(url, timeout_s=1))
        await asyncio.wait_for(closed.wait(), 30)

    assert isinstance(error, TimedOut)
    assert (error.phase, error.seconds) == ("receive", 1)


async def test_patience_while_sending(gateway: Gateway, wire_to: Any) -> None:
    """A server that takes the connection and reads nothing times out while we send."""

    heard = asyncio.Event()

    async def talk(_reader: StreamReader, _writer: StreamWriter) -> None:
        await heard.wait()

    async with serving(talk) as url:
        wire = wire_to(url, timeout_s=1)
        large = replace(wire.parts[0], content=bytes(20_000_000))
        error = await caught(gateway, replace(wire, parts=(large,)))
        heard.set()

    assert isinstance(error, TimedOut)
    assert error.phase == "send"


async def test_patience_while_connecting(gateway: Gateway, wire_to: Any) -> None:
    """A server whose queue is full times out while we connect."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()), socket.socket() as second:
            second.setblocking(False)
            second.connect_ex(full.getsockname())
            error = await caught(gateway, wire_to(f"http://127.0.0.1:{full.getsockname()[1]}", timeout_s=0.3))

    assert isinstance(error, TimedOut)
    assert error.phase == "connect"


async def test_patience_while_queueing(wire_to: Any) -> None:
    """When every connection is taken, patience ends in the pool, and nothing was sent."""
    heard, taken, over = [], asyncio.Event(), asyncio.Event()

    async def talk(reader: StreamReader, _writer: StreamWriter) -> None:
        heard.append(await read_request(reader))
        taken.set()
        await over.wait()

    async with serving(talk) as url, httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as http:
        first = asyncio.create_task(Gateway(http).send(wire_to(url)))
        await taken.wait()
        error = await caught(Gateway(http), wire_to(url, timeout_s=0.2))
        over.set()
        first.cancel()
        await asyncio.wait([first])

    assert isinstance(error, TimedOut)
    assert error.phase == "pool"
    assert len(heard) == 1


@pytest.mark.parametrize("moment", ["waiting", "receiving"])
async def test_cancelling(moment: str, gateway: Gateway, wire_to: Any) -> None:
    """Cancelling the task closes the connection within half a second, and CancelledError passes through."""
    reached, closed = asyncio.Event(), asyncio.Event()

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        await read_request(reader)
        if moment == "receiving":
            writer.write(LONG + b"half")
        reached.set()
        if await reader.read() == b"":
            closed.set()

    async with serving(talk) as url:
        task = asyncio.create_task(gateway.send(wire_to(url)))
        await reached.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait_for(closed.wait(), 0.5)
        with pytest.raises(asyncio.CancelledError):
            await task

    assert task.cancelled()


async def test_sent_once(gateway: Gateway, wire_to: Any) -> None:
    """A request lost on a kept connection is not sent again."""
    heard = []

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        heard.append(await read_request(reader))
        writer.write(http_response(success_body()))
        await writer.drain()
        heard.append(await read_request(reader))

    async with serving(talk) as url:
        await gateway.send(wire_to(url))
        error = await caught(gateway, wire_to(url))
        await asyncio.sleep(0.05)

    assert isinstance(error, Unreachable)
    assert len(heard) == 2


@pytest.mark.parametrize(
    "base_url",
    [
        "ftp://example.com",
        "example.com",
        "http://[::1",
        "http://:80:80",
        "",
        "https://xn--a",
        "https://\ud800",
    ],
    ids=ascii,
)
async def test_no_url(base_url: str, gateway: Gateway, wire_to: Any) -> None:
    """A base URL that cannot be sent to is an input to fix."""
    error = await caught(gateway, wire_to(base_url))

    assert isinstance(error, InvalidInput)
    assert error.path == "base_url"
