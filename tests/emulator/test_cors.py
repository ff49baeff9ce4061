"""Requests of pages in a browser: only with the flag, and only from this machine."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from orq_ui.emulator import Options
from orq_ui.emulator.cors import EXPOSED_HEADERS
from tests.emulator.harness import PATH, QUICK, Running, client, running_command, sender

LOOPBACK = [
    "http://localhost",
    "http://localhost:8501",
    "https://localhost:3000",
    "http://127.0.0.1:5173",
    "http://127.8.9.1",
    "http://[::1]:8000",
    "http://app.localhost:8080",
]
OTHERS = [
    "https://example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://evil-localhost",
    "http://localhost:8501.example.com",
    "http://10.0.0.1",
    "http://[::2]",
    "file://",
    "null",
    "http://localhost/",
    "http://user@localhost",
    "",
]
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,x-emulator-seed,contactid",
}


@pytest.fixture(scope="module")
def cors() -> Iterator[httpx.Client]:
    """Start an emulator with the flag."""
    with running_command("--cors") as (origin, _), client(origin) as http:
        yield http


@pytest.mark.parametrize("origin", LOOPBACK)
def test_a_page_on_this_machine_may_call(cors: httpx.Client, png: bytes, origin: str) -> None:
    """Preflight, success and refusal name its origin, and the headers that it may read."""
    asked = cors.options(
        PATH, headers={"origin": origin, **PREFLIGHT, "access-control-request-private-network": "true"}
    )
    send = sender(cors, png)
    replies = [send(headers={"origin": origin}), send(headers={"origin": origin}, n="99")]

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == origin
    assert asked.headers["access-control-allow-private-network"] == "true"
    assert set(asked.headers["access-control-allow-headers"].split(",")) >= {"authorization", "x-emulator-seed"}
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert [reply.status_code for reply in replies] == [200, 400]
    for reply in replies:
        assert reply.headers["access-control-allow-origin"] == origin
        assert set(reply.headers["access-control-expose-headers"].split(", ")) == set(EXPOSED_HEADERS)
        assert "Origin" in reply.headers["vary"]
        assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize("origin", OTHERS)
def test_any_other_page_may_not(cors: httpx.Client, png: bytes, origin: str) -> None:
    """No reply names its origin, so its browser keeps everything from it."""
    asked = cors.options(PATH, headers={"origin": origin, **PREFLIGHT})
    reply = sender(cors, png)(headers={"origin": origin})

    assert asked.status_code == 400
    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in reply.headers


def test_without_an_origin_nothing_changes(cors: httpx.Client, png: bytes) -> None:
    """A client that is no browser sees none of it."""
    reply = sender(cors, png)()

    assert reply.status_code == 200
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_without_the_flag_there_is_none_of_it(running: Running, png: bytes) -> None:
    """A page of this machine is refused like any other."""
    with running(Options(scenario=QUICK)) as http:
        asked = http.options(PATH, headers={"origin": LOOPBACK[0], **PREFLIGHT})
        reply = sender(http, png)(headers={"origin": LOOPBACK[0]})

    assert asked.status_code == 405
    for each in (asked, reply):
        assert not [name for name in each.headers if name.startswith("access-control")]
