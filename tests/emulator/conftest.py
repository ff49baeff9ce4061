"""Real emulators on real sockets: one process for most tests, and apps with their own options in threads."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.emulator.serving import Running, Send, client, commanded, picture_bytes, sender, serving


@pytest.fixture(scope="session")
def png() -> bytes:
    """The picture that most requests carry."""
    return picture_bytes()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The origin of an emulator started by its command."""
    with commanded() as (origin, _):
        yield origin


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """A client of that emulator, with a key."""
    with client(address) as made:
        yield made


@pytest.fixture
def vary(http: httpx.Client, png: bytes) -> Send:
    """Send a request: parts by name; a small valid one when nothing else is said."""
    return sender(http, png)


@pytest.fixture
def running() -> Running:
    """Serve an app with its own options, and give a client of it."""
    return serving
