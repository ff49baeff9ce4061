"""Links of a hostile reply: a resolver that changes its mind, addresses in disguise, answers that never end.

On real sockets: 127.0.0.2 is what counts as public here, and a server on 127.0.0.1 is what a link tries to reach.
"""

# ruff: noqa: E501, S104 - a table of addresses is read across; none is bound

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import ssl
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import product
from typing import Any

import httpx
import pytest

from orq_ui.client import Gateway, ImageDownloader
from orq_ui.client.address_policy import Address, forbidden
from orq_ui.imaging import MissingPicture, Picture
from tests.client.sockets import PNG, http_response, read_request, success_body
from tests.client.test_https import NAME, certificate, server_tls, trusting
from tests.client.test_image_downloads import Router

__all__ = ["certificate", "server_tls", "trusting"]
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of this machine"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command"),
]
PUBLIC, PRIVATE = "127.0.0.2", "127.0.0.1"


def policy(address: Address) -> str | None:
    """Return what the real policy says, but for the one address that is public here."""
    return None if str(address) == PUBLIC else forbidden(address)


@dataclass
class Resolver:
    """The system's resolver, whose answers to a name are given in turn; the last one stays."""

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str | bytes, port: Any, *_: Any, **__: Any) -> list[Any]:
        """Answer as ``socket.getaddrinfo`` does; numbers in any spelling are read by the real one."""
        name = host.decode() if isinstance(host, bytes) else host
        if name not in self.answers:
            return REAL(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        self.asked.append(name)
        given = self.answers[name]
        found = given.pop(0) if len(given) > 1 else given[0]
        return [entry for text in found for entry in REAL(text, port, type=socket.SOCK_STREAM)]


REAL = socket.getaddrinfo


@dataclass
class Host:
    """A server: what it was asked, and how many connections it got, be they of TLS or not."""

    answers: dict[str, bytes] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def talk(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer each request by its path; a picture to what is not known."""
        self.connections += 1
        try:
            while True:
                request = await read_request(reader)
                self.heard.append(request)
                path = request.split(b" ")[1].decode()
                writer.write(self.answers.get(path, http_response(PNG)))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()


@asynccontextmanager
async def listening(host: Host, address: str, tls: ssl.SSLContext | None, port: int = 0) -> AsyncIterator[Host]:
    """Serve a host there."""
    server = await asyncio.start_server(host.talk, address, port, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Answer for the system, for as long as the test takes."""
    made = Resolver({"localhost": [[PRIVATE]]})
    monkeypatch.setattr(socket, "getaddrinfo", made.getaddrinfo)
    return made


async def fetched(links: list[str], trusted: ssl.SSLContext, wire_to: Any, **limits: Any) -> tuple[object, ...]:
    """Return what a reply of the live router with these links comes to."""
    respond = httpx.MockTransport(lambda _: httpx.Response(200, json=success_body(*({"url": link} for link in links))))
    async with httpx.AsyncClient(transport=respond) as http:
        downloader = ImageDownloader(tls=trusted, forbidden=policy, **limits)
        return (await Gateway(http, downloader).send(wire_to("https://my.orq.ai"))).pictures


async def test_a_name_that_turns_inward_at_connect(
    resolver: Resolver, server_tls: ssl.SSLContext, trusting: ssl.SSLContext, wire_to: Any
) -> None:
    """The checked address itself is connected to, its certificate is that of the name; a second answer has no effect."""
    resolver.answers[NAME] = [[PUBLIC], [PRIVATE]]
    async with listening(Host(), PUBLIC, server_tls) as good, listening(Host(), PRIVATE, None, good.port) as victim:
        (found,) = await fetched([f"https://{NAME}:{good.port}/a.png"], trusting, wire_to)

    assert isinstance(found, Picture)
    assert resolver.asked == [NAME]
    assert victim.connections == 0


@pytest.mark.parametrize(
    "inner", [PRIVATE, "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1", "fd00::1"]
)
@pytest.mark.parametrize("first", [True, False], ids=["public first", "public last"])
async def test_a_name_with_addresses_of_both_kinds(
    inner: str, first: bool, resolver: Resolver, server_tls: ssl.SSLContext, trusting: ssl.SSLContext, wire_to: Any
) -> None:
    """One that leads inward is enough: nobody is connected to, in whatever order they come."""
    resolver.answers[NAME] = [[PUBLIC, inner] if first else [inner, PUBLIC]]
    async with listening(Host(), PUBLIC, server_tls) as good:
        (found,) = await fetched([f"https://{NAME}:{good.port}/a.png"], trusting, wire_to)

    assert isinstance(found, MissingPicture)
    assert found.reason == "forbidden_url"
    assert good.connections == 0


async def test_each_redirect_is_resolved_and_checked_anew(
    resolver: Resolver, server_tls: ssl.SSLContext, trusting: ssl.SSLContext, wire_to: Any
) -> None:
    """Inward by name, by number, by a changed mind, without TLS, to another port, with a user: all end there."""
    other = "others.example"
    resolver.answers |= {NAME: [[PUBLIC], [PUBLIC], [PRIVATE]], other: [[PRIVATE]]}
    async with listening(Host(), PUBLIC, server_tls) as good, listening(Host(), PRIVATE, None, good.port) as victim:
        targets = (
            f"https://{other}:{good.port}/",
            f"https://127.0.0.1:{good.port}/",
            f"https://2130706433:{good.port}/",
            f"https://[::ffff:7f00:1]:{good.port}/",
            f"http://{NAME}:{good.port}/",
            f"//127.0.0.1:{good.port}/",
            f"https://{NAME}@127.0.0.1:{good.port}/",
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            "gopher://127.0.0.1:70/_x",
            "data:image/png;base64,eA==",
            f"https://{NAME}:1/",
        )
        good.answers = {
            f"/{place}": http_response(status="302 Found", location=target) for place, target in enumerate(targets)
        }
        # One pool for all: the second new connection to the name would meet the changed answer.
        found = await fetched(
            [f"https://{NAME}:{good.port}/{place}" for place in range(len(targets))], trusting, wire_to, parallel=1
        )

    assert [item.reason for item in found if isinstance(item, MissingPicture)][:-1] == ["forbidden_url"] * 11
    assert len(found) == len(targets)
    assert not any(isinstance(item, Picture) for item in found)
    assert victim.connections == 0


def spellings(port: int) -> Iterator[str]:
    """Yield links to loopback in each spelling that some reader of addresses takes."""
    hosts = (
        *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0"),
        *("0.0.0.0", "127.255.255.254", "localhost", "LOCALHOST", "localhost.", "127.0.0.1.", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::127.0.0.1]"),
        *("[fe80::1%25lo]", "[::1%25lo]", "[::1%lo]", "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "①②⑦.0.0.1", "ⓛocalhost"),
        *("%31%32%37.0.0.1", "127.0.0.1%00.example", "127.0.0.1%2f.example", "loc\u00adalhost", "xn--localhost", "LoCaLhOsT。"),
        *("a@127.0.0.1", "good.example@127.0.0.1", "good.example:443@127.0.0.1", "good.example%40127.0.0.1", "good.example\\@127.0.0.1"),
        *("127.0.0.1#@good.example", "127.0.0.1?@good.example", "good.example#@127.0.0.1", "", "[", "[]", "[::1", "[v1.x]", " 127.0.0.1"),
    )  # fmt: skip
    for scheme, host in product(("https", "http"), hosts):
        yield f"{scheme}://{host}:{port}/a.png"
    yield from (
        f"https:127.0.0.1:{port}/",
        f"https:/127.0.0.1:{port}/",
        f"https:///127.0.0.1:{port}/",
        f"//127.0.0.1:{port}/",
    )
    yield from (
        f"https://127.0.0.1:{port}:80/",
        "https://127.0.0.1:99999/",
        "https://127.0.0.1:-1/",
        "https://127.0.0.1:٣/",
    )
    yield from (
        f"\thttps://127.0.0.1:{port}/",
        f"ht\ntps://127.0.0.1:{port}/",
        f"jar:https://127.0.0.1:{port}!/",
        "blob:null/x",
    )


async def test_no_spelling_of_a_local_address_is_connected_to(
    resolver: Resolver, trusting: ssl.SSLContext, wire_to: Any
) -> None:
    """Decimal, octal, hex, IPv6, other alphabets' digits and dots, users, schemes: nobody on loopback hears a thing."""
    async with listening(Host(), PRIVATE, None) as victim:
        links = list(spellings(victim.port))
        found: list[object] = []
        # A reply may have so many pictures, not more.
        for start in range(0, len(links), 20):
            found += await fetched(links[start : start + 20], trusting, wire_to)

    assert len(links) > 93
    assert [link for link, item in zip(links, found, strict=True) if not isinstance(item, MissingPicture)] == []
    assert victim.connections == 0


INWARD = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.31.0.1",
    "192.168.0.1",
    "198.18.0.1",
)
EMBEDDED: dict[str, Callable[[int], int]] = {
    "mapped": lambda v4: (0xFFFF << 32) | v4,
    "compatible": lambda v4: v4,
    "translated": lambda v4: (0xFFFF << 48) | v4,
    "NAT64": lambda v4: (0x0064FF9B << 96) | v4,
    "local NAT64": lambda v4: (0x0064FF9B0001 << 80) | v4,
    "6to4": lambda v4: (0x2002 << 112) | (v4 << 80),
    "Teredo": lambda v4: (0x20010000 << 96) | (v4 ^ 0xFFFFFFFF),
    "Teredo's server": lambda v4: (0x20010000 << 96) | (v4 << 64),
}


@pytest.mark.parametrize("text", INWARD)
@pytest.mark.parametrize("kind", EMBEDDED)
async def test_an_address_within_another_is_seen(kind: str, text: str) -> None:
    """Each inward IPv4 address is refused in each IPv6 address that carries it."""
    address = IPv6Address(EMBEDDED[kind](int(IPv4Address(text))))

    assert forbidden(ip_address(text)) is not None
    assert forbidden(address) is not None


CHUNK = b"2710\r\n" + b"x" * 10_000 + b"\r\n"
ANSWERS = {
    "chunks without an end": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + CHUNK * 200, "too_many_bytes"),
    "more than announced": (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n" + b"x" * 50_000, "not_a_picture"),
    "less than announced": (b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\nconnection: close\r\n\r\nx", "unreachable"),
    "a negative length": (b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n" + PNG, "unreachable"),
    "two lengths": (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n" + PNG, "unreachable"),
    "a gzip bomb": (http_response(gzip.compress(bytes(3_000_000)), content_encoding="gzip"), "not_a_picture"),
    "a range": (http_response(PNG, status="206 Partial Content", content_range="bytes 0-9/99"), "http_status"),
    "not modified": (http_response(status="304 Not Modified"), "http_status"),
    "headers without an end": (b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 300_000, "unreachable"),
    "headers by the thousand": (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 50_000, "unreachable"),
    "another protocol": (b"SSH-2.0-OpenSSH_9\r\n", "unreachable"),
    "an upgrade": (b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", "unreachable"),
    "nothing but begun": (b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000, "unreachable"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
async def test_a_hostile_answer_costs_its_own_picture(kind: str, http: httpx.AsyncClient, wire_to: Any) -> None:
    """Whatever is behind a link ends with a reason, and the other links have their pictures."""
    answer, reason = ANSWERS[kind]
    router = Router(["HOME/first.png", "HOME/bad", "HOME/last.png"], {"/bad": answer})
    router.then = lambda writer: writer.close() if answer in (ANSWERS[name][0] for name in ENDING) else None
    reply = await router.reply(http, wire_to, ImageDownloader(max_bytes=1_000_000, timeout_s=30))

    assert [type(item) for item in reply.pictures] == [Picture, MissingPicture, Picture] or reason == "not_a_picture"
    assert getattr(reply.pictures[1], "reason", None) == reason
    assert not isinstance(reply.pictures[1], Picture)


ENDING = ("less than announced", "another protocol", "an upgrade", "nothing but begun", "headers without an end")


async def test_a_drip_is_given_up_on(http: httpx.AsyncClient, wire_to: Any) -> None:
    """A byte now and then keeps no call open beyond the time that all of a picture may take."""
    waiting = asyncio.Event()

    async def drip(writer: StreamWriter) -> None:
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0.01)
        waiting.set()

    router = Router(["HOME/a"], {"/a": b"HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n"})
    dripping: list[asyncio.Task[None]] = []
    router.then = lambda writer: dripping.append(asyncio.create_task(drip(writer)))
    reply = await router.reply(http, wire_to, ImageDownloader(timeout_s=0.3))
    await asyncio.wait_for(waiting.wait(), 60)

    assert reply.pictures[0] == MissingPicture(0, "timed_out", "0.3 s")
