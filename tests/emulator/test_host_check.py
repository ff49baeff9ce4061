"""Names under which the emulator answers, on its real socket: a web site must not pass itself off as this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from tests.emulator.harness import PATH, running_command

EVERY_ROUTE = ["/_emulator/health", "/_emulator/requests", "/_emulator/images/x.png", "/v2/model-catalog", "/none"]
OWN = ["localhost", "LocalHost:1", "localhost.", "app.localhost:80", "127.0.0.1:4010", "127.8.9.1", "[::1]", "[0::1]:9"]
OTHERS = [
    "evil.example",
    "evil.example:4010",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil-localhost",
    "10.0.0.1",
    "[::]",
    "[::2]:4010",
    "127.1",
    "2130706433",
    "0x7f000001",
    "a" * 250,
]
NO_NAMES = ["", "user@localhost", "localhost, evil.example", "localhost/", "localhost:x", "::1", "[::1%25lo]", "<b>"]


def answer(address: tuple[str, int], head: str) -> tuple[int, dict[str, str]]:
    """Send a head; return the status, and the error in the envelope where there is one."""
    with socket.create_connection(address, 20) as raw:
        raw.sendall(head.encode("latin-1"))
        came = b""
        while piece := raw.recv(65_536):
            came += piece
    top, _, body = came.partition(b"\r\n\r\n")
    status = int(top.split(b" ", 2)[1])
    return status, {} if status < 400 else json.loads(body)["error"]


def get(address: tuple[str, int], host: str, path: str = EVERY_ROUTE[0], method: str = "GET") -> tuple[int, str]:
    """Ask for a path under a name; return the status and the error's code."""
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    status, error = answer(address, head)
    return status, error.get("code", "")


@pytest.fixture(scope="module")
def loopback() -> Iterator[tuple[str, int]]:
    """Start an emulator by its command, for pages of this machine as well."""
    with running_command("--cors") as (origin, _):
        yield place(origin)


def place(origin: str) -> tuple[str, int]:
    """Return the address to connect to."""
    found = urlsplit(origin)
    return str(found.hostname), int(found.port or 0)


@pytest.mark.parametrize("host", OWN)
def test_names_of_this_machine(loopback: tuple[str, int], host: str) -> None:
    """Each with any port, as ports are forwarded."""
    assert get(loopback, host) == (200, "")


@pytest.mark.parametrize("host", OTHERS)
def test_other_names(loopback: tuple[str, int], host: str) -> None:
    """A page under such a name reads no record, changes no scenario and sends nothing, with or without preflight."""
    refused = (421, "misdirected_request")

    assert [get(loopback, host, path) for path in EVERY_ROUTE] == [refused] * len(EVERY_ROUTE)
    assert get(loopback, host, "/_emulator/scenario", "PUT") == refused
    assert get(loopback, host, PATH, "POST") == refused
    assert get(loopback, host, PATH, "OPTIONS") == refused


@pytest.mark.parametrize("host", NO_NAMES)
def test_what_is_no_name(loopback: tuple[str, int], host: str) -> None:
    """It is a bad request."""
    assert get(loopback, host) == (400, "invalid_request_body")


def test_heads_that_no_browser_sends(loopback: tuple[str, int]) -> None:
    """None or two Host headers are bad requests; in an absolute request target only Host counts."""
    path, end = EVERY_ROUTE[0], "Connection: close\r\n\r\n"
    heads = {
        f"GET {path} HTTP/1.0\r\n{end}": 400,
        f"GET {path} HTTP/1.1\r\n{end}": 400,
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n{end}": 400,
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n{end}": 400,
        f"GET http://localhost{path} HTTP/1.1\r\nHost: evil.example\r\n{end}": 421,
        f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n{end}": 421,
    }

    assert {head: answer(loopback, head)[0] for head in heads} == heads


def test_the_refusal_says_what_to_do(loopback: tuple[str, int]) -> None:
    """The names that do, and the way to others, in the API's own envelope and of bounded length."""
    _, error = answer(loopback, f"GET /_emulator/health HTTP/1.1\r\nHost: {'a' * 250}\r\nConnection: close\r\n\r\n")

    assert "localhost, 127.0.0.1 or [::1]" in error["message"]
    assert "--host" in error["message"]
    assert len(error["message"]) <= 300


def test_opened_to_others() -> None:
    """Over an address that --host opens, any name will do; over loopback the same emulator still asks for its names."""
    own = "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing: the system only chooses an address
        own = probe.getsockname()[0]
    if own.startswith(("127.", "0.")):
        pytest.skip("this machine has only loopback")
    with running_command("--host", "0.0.0.0") as (origin, _):  # noqa: S104
        port = place(origin)[1]

        assert get((own, port), "emulator.internal:4010") == (200, "")
        assert get((own, port), own) == (200, "")
        assert get((own, port), "user@localhost")[0] == 400
        assert get(("127.0.0.1", port), "emulator.internal:4010")[0] == 421
        assert get(("127.0.0.1", port), "localhost") == (200, "")
