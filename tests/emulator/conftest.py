"""Real emulators on real sockets: one process for most tests, and apps with their own options in threads."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.emulator.harness import Running, Send, client, picture_bytes, running_app, running_command, sender


@pytest.fixture(scope="session")
def png() -> bytes:
    """Return the picture that most requests carry."""
    return picture_bytes()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Start an emulator by its command; yield its origin."""
    with running_command() as (origin, _):
        yield origin


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """Yield a client of that emulator, with a key."""
    with client(address) as made:
        yield made


@pytest.fixture
def vary(http: httpx.Client, png: bytes) -> Send:
    """Send a request: parts by name; a small valid request when nothing else is given."""
    return sender(http, png)


@pytest.fixture
def running() -> Running:
    """Serve an app with its own options, and yield a client of it."""
    return running_app
