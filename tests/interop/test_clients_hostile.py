"""Hostile clients against the emulator: they get a 4xx or no response at all, and the next client is served."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.emulator import malformed_requests
from tests.emulator.harness import PATH, client, picture_bytes, running_command, sender
from tests.emulator.malformed_requests import GOOD, TYPE, Malformed

TIMEOUT_S = 10.0
MOST_GROWTH = 120_000_000
"""Bytes: the records that are kept, and what the allocator does not give back."""


@pytest.fixture(scope="module")
def emulator() -> Iterator[tuple[str, int]]:
    # Strict, so that damage which happens to leave a sound body is a 404 too: nobody knows its model.
    with running_command("--strict-models") as made:
        yield made


def every_request() -> Iterator[Malformed]:
    yield from malformed_requests.by_hand()
    yield from malformed_requests.wrong_types()
    yield from malformed_requests.truncated()
    yield from malformed_requests.mutated(1_200)
    yield from malformed_requests.noise(300)


def send(line: http.client.HTTPConnection, one: Malformed) -> int:
    """Send one request on a connection that is kept, check the answer's form, and give its status."""
    line.request("POST", PATH, one.body, {"authorization": "Bearer k", **one.headers})
    response = line.getresponse()
    text = response.read()
    if 400 <= response.status < 500:
        error = json.loads(text)["error"]
        assert set(error) == {"message", "type", "param", "code"}, one.name
    return response.status


def memory(process: int) -> int:
    """Return the resident bytes of a process; 0 where there is no /proc."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    return int(status.read_text().partition("VmRSS:")[2].split()[0]) * 1024


def test_five_thousand_hostile_requests(emulator: tuple[str, int]) -> None:
    """Only 4xx come back, within the timeout, memory stays bounded, and a good request is served afterwards."""
    address, process = emulator
    with client(address) as good:
        assert sender(good, picture_bytes())().status_code == 200
    before = memory(process)
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT_S)
    sent, wrong = 0, []
    for one in every_request():
        status = send(line, one)
        sent += 1
        if not 400 <= status < 500:
            wrong.append((status, one.name))
    line.close()
    grown = memory(process) - before
    with client(address) as good:
        served = sender(good, picture_bytes())().status_code
        waiting = good.get("/_emulator/health").json()["requests"]["waiting"]

    assert wrong == []
    assert sent >= 5_000
    assert grown < MOST_GROWTH
    assert (served, waiting) == (200, 0)


HEAD = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer k\r\nContent-Type: {TYPE}\r\n".encode()
BROKEN = {
    "nothing": b"",
    "zeros": bytes(500),
    "half a verb": b"PO",
    "half a line": b"POST " + PATH.encode(),
    "TLS": bytes.fromhex("16030100a5010000a1030312") + bytes(150),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9": b"GET / HTTP/9.9\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nnonsense\r\n\r\n",
    "a header with zeros": b"GET / HTTP/1.1\r\nX: \0\r\n\r\n",
    "an odd path": b"GET /\xff\xfe%zz%00/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a negative length": HEAD + b"Content-Length: -5\r\n\r\n",
    "a long length": HEAD + b"Content-Length: 999999999999999999999999\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
    "length and chunks": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a huge chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
    "a body that stops": HEAD + f"Content-Length: {len(GOOD)}\r\n\r\n".encode() + GOOD[:200],
    "a WebSocket": b"GET /v2 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "two at once": 2 * (HEAD + b"Content-Length: 0\r\n\r\n"),
    "a head of a megabyte": HEAD + b"X: " + b"x" * 1_000_000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_http(emulator: tuple[str, int], case: str) -> None:
    """A 4xx, or the connection closed without a word; nobody is kept waiting."""
    address, _ = emulator
    place = urlsplit(address)
    received = b""
    reached = (str(place.hostname), place.port or 0)
    # A reset is an answer too.
    with contextlib.suppress(ConnectionError), socket.create_connection(reached, timeout=TIMEOUT_S) as raw:
        raw.sendall(BROKEN[case])
        with contextlib.suppress(OSError):  # not connected any more: the server was faster
            raw.shutdown(socket.SHUT_WR)
        while piece := raw.recv(65_536):
            received += piece
    with client(address) as good:
        health = good.get("/_emulator/health")

    assert received == b"" or received.startswith(b"HTTP/1.1 4")
    assert health.status_code == 200


def test_many_who_leave(emulator: tuple[str, int]) -> None:
    """Two hundred clients that hang up in mid-body are forgotten."""
    address, _ = emulator
    place = urlsplit(address)
    for cut in chain(range(0, len(GOOD) - 1, 5), range(40)):
        with socket.create_connection((place.hostname, place.port), timeout=TIMEOUT_S) as raw:
            raw.sendall(HEAD + f"Content-Length: {len(GOOD)}\r\n\r\n".encode() + GOOD[:cut])
    with client(address) as good:
        for _ in range(1500):
            waiting = good.get("/_emulator/health").json()["requests"]["waiting"]
            if waiting == 0:
                break
            time.sleep(0.02)
        served = sender(good, picture_bytes())().status_code

    assert (waiting, served) == (0, 200)
