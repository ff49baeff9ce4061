"""Pictures behind links: fetched from the emulator on loopback, and kept away from everything else."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, ImageDownloader, Reply
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.wire import Connection, encode
from tests.client.conftest import KEY
from tests.client.sockets import PNG, b64, http_response, read_request, reset, serving, success_body

pytestmark = pytest.mark.anyio
IMAGE = http_response(PNG, content_type="image/png")


@dataclass
class Router:
    """Answers a POST with links to itself, and a GET by its path."""

    links: list[str]
    answers: dict[str, bytes] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    delay_s: float = 0
    gate: asyncio.Barrier | None = None
    then: Callable[[StreamWriter], None] | None = None
    busy: int = 0
    busiest: int = 0

    async def talk(self, reader: StreamReader, writer: StreamWriter) -> None:
        while True:
            request = await read_request(reader)
            method, path, _ = request.split(b"\r\n")[0].decode().split(" ")
            if method == "POST":
                host, port = writer.get_extra_info("sockname")[:2]
                entries = [{"url": link.replace("HOME", f"http://{host}:{port}")} for link in self.links]
                writer.write(http_response(success_body(*entries)))
                continue
            self.heard.append(request)
            self.busy += 1
            self.busiest = max(self.busy, self.busiest)
            if self.gate:
                await self.gate.wait()
            await asyncio.sleep(self.delay_s)
            self.busy -= 1
            writer.write(self.answers.get(path, IMAGE))
            await writer.drain()
            if self.then:
                self.then(writer)

    async def reply(self, http: httpx.AsyncClient, wire_to: Any, downloader: ImageDownloader | None = None) -> Reply:
        async with serving(self.talk) as url:
            return await Gateway(http, downloader).send(wire_to(url))


async def test_emulator(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A link to the emulator that was asked is fetched, without the key and without cookies."""
    router = Router(["HOME/a.png", "HOME/b.png?x=1"])
    reply = await router.reply(http, wire_to)

    assert [type(item) for item in reply.pictures] == [Picture, Picture]
    assert isinstance(reply.pictures[1], Picture)
    assert reply.pictures[1].name == "variation-2.png"
    assert (reply.timings.fetch or 0) > 0
    assert reply.notes == ()
    assert {request.split(b" ")[1] for request in router.heard} == {b"/a.png", b"/b.png?x=1"}
    for request in router.heard:
        assert not any(word in request.lower() for word in (b"authorization", b"cookie", KEY.encode()))
        assert b"\r\nhost: 127.0.0.1:" in request.lower()


@pytest.mark.parametrize(
    ("link", "reason", "detail"),
    [
        ("http://127.0.0.1:1/a.png", "forbidden_url", "scheme"),
        ("http://localhost/a.png", "forbidden_url", "scheme"),
        ("http://169.254.169.254/latest/meta-data", "forbidden_url", "scheme"),
        ("https://127.0.0.1/a.png", "forbidden_url", "loopback"),
        ("https://[::1]/a.png", "forbidden_url", "loopback"),
        ("https://[::ffff:10.0.0.1]/a.png", "forbidden_url", "private"),
        ("https://169.254.169.254/latest/meta-data", "forbidden_url", "metadata"),
        ("https://2130706433/a.png", "forbidden_url", "loopback"),
        ("https://localhost/a.png", "forbidden_url", "loopback"),
        ("https://nowhere.invalid/a.png", "unreachable", "dns"),
        ("HOME/gone", "http_status", "404"),
        ("HOME/empty", "empty", ""),
        ("HOME/html", "not_a_picture", ""),
        ("HOME/huge", "too_many_bytes", "60000000"),
        ("HOME/cut", "unreachable", "garbled"),
        ("HOME/long", "unreachable", "garbled"),
        ("HOME/loop", "too_many_redirects", "3"),
        ("HOME/away", "forbidden_url", "scheme"),
        ("HOME/inward", "forbidden_url", "private"),
        ("HOME/file", "forbidden_url", "scheme"),
        ("HOME/nowhere", "bad_redirect", ""),
        ("HOME/broken", "bad_redirect", ""),
    ],
)
async def test_missing(link: str, reason: str, detail: str, http: httpx.AsyncClient, wire_to: Any) -> None:
    """A link that may not be followed, or gives no picture, costs its own picture only."""
    answers = {
        "/gone": http_response(status="404 Not Found"),
        "/empty": http_response(),
        "/html": http_response(b"<html>", content_type="text/html"),
        "/huge": b"HTTP/1.1 200 OK\r\ncontent-length: 60000000\r\n\r\n",
        "/cut": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "/long": b"HTTP/1.1 200 OK\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n",
        "/loop": _to("/loop"),
        "/away": _to("http://127.0.0.1:1/"),
        "/inward": _to("https://10.0.0.1/"),
        "/file": _to("file:///etc/passwd"),
        "/nowhere": http_response(status="302 Found"),
        "/broken": _to("https://[::1"),
    }
    reply = await Router(["HOME/first.png", link, "HOME/last.png"], answers).reply(http, wire_to)

    assert reply.pictures[1] == MissingPicture(1, reason, detail)
    assert [type(item) for item in reply.pictures] == [Picture, MissingPicture, Picture]


async def test_redirects(http: httpx.AsyncClient, wire_to: Any) -> None:
    """Three redirects are followed."""
    router = Router(["HOME/1"], {"/1": _to("/2"), "/2": _to("3"), "/3": _to("/4")})
    reply = await router.reply(http, wire_to)

    assert isinstance(reply.pictures[0], Picture)
    assert len(router.heard) == 4


async def test_declared_type(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A declared type that the content contradicts is noted; the content counts."""
    router = Router(["HOME/a"], {"/a": http_response(PNG, content_type="Image/JPEG; charset=binary")})
    reply = await router.reply(http, wire_to)

    assert isinstance(reply.pictures[0], Picture)
    assert reply.pictures[0].media_type == "image/png"
    assert [(note.reason, note.detail) for note in reply.notes] == [("media_type_differs", "image/jpeg")]


async def test_size_cap(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A picture of no announced size is given up on when it passes the cap."""
    endless = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n" + b"x" * 500_000
    reply = await Router(["HOME/a"], {"/a": endless}).reply(http, wire_to, ImageDownloader(max_bytes=1000))

    assert isinstance(reply.pictures[0], MissingPicture)
    assert reply.pictures[0].reason == "too_many_bytes"


async def test_time_cap(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A link that takes too long is given up on."""
    reply = await Router(["HOME/a"], delay_s=0.3).reply(http, wire_to, ImageDownloader(timeout_s=0.1))

    assert reply.pictures[0] == MissingPicture(0, "timed_out", "0.1 s")


async def test_reset(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A link whose connection is reset says so."""
    half = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf"
    reply = await Router(["HOME/a"], {"/a": half}, then=reset).reply(http, wire_to)

    assert reply.pictures[0] == MissingPicture(0, "unreachable", "reset")


async def test_parallel(http: httpx.AsyncClient, wire_to: Any) -> None:
    """Links are fetched side by side, five at a time."""
    router = Router([f"HOME/{place}" for place in range(10)], gate=asyncio.Barrier(5))
    reply = await router.reply(http, wire_to)

    assert all(isinstance(item, Picture) for item in reply.pictures)
    assert router.busiest == 5


async def test_cancelling(http: httpx.AsyncClient, wire_to: Any) -> None:
    """Cancelling while links are fetched ends the fetching too."""
    router = Router(["HOME/a"], delay_s=0.3)
    async with serving(router.talk) as url:
        task = asyncio.create_task(Gateway(http).send(wire_to(url)))
        while not router.busy:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_live_router_has_no_home(wire_to: Any) -> None:
    """A reply of the live router cannot point at anything on loopback, not even over its own port."""

    def respond(_request: httpx.Request) -> httpx.Response:
        links = ["http://my.orq.ai/a.png", "http://127.0.0.1:4010/a.png", f"data:image/png;base64,{b64()}"]
        return httpx.Response(200, json=success_body(*({"url": link} for link in links)))

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http:
        reply = await Gateway(http).send(wire_to("https://my.orq.ai"))

    assert [getattr(item, "reason", None) for item in reply.pictures] == ["forbidden_url", "forbidden_url", None]


PIECES = ["https://", "http://", "HTTPS:", "//", "[", "]", "::1", "@", ":", "99999", "a" * 70, ".", "é", "xn--a", "%"]
PIECES += ["%00", "\0", "/", "?", "#", "\\", " ", "127.0.0.1", "data:", ";base64", ","]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=4), max_size=7).map("".join))
def test_any_link(link: str) -> None:
    """Whatever stands where a link should, the reply is read and the picture is missing."""

    async def unresolved(_host: str, _port: int) -> list[str]:
        raise OSError

    async def send() -> Reply:
        transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=success_body({"url": link})))
        request = ImageVariationRequest.model_validate({"model": "m"})
        async with httpx.AsyncClient(transport=transport) as http:
            gateway = Gateway(http, ImageDownloader(resolve=unresolved))
            return await gateway.send(encode(request, None, Connection("http://127.0.0.1:1")))

    assert [type(item) for item in asyncio.run(send()).pictures] == [MissingPicture]


def _to(location: str) -> bytes:
    return http_response(status="302 Found", location=location)
