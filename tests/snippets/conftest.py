"""A server that receives what snippets send, and what their languages need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.node import node_modules
from tests.snippets.receiver import ReceivedRequests, running_receiver

__all__ = ["node_modules"]


@pytest.fixture
def server() -> Iterator[ReceivedRequests]:
    """Run a server for the snippets of one test."""
    with running_receiver() as received:
        yield received
