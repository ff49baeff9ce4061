"""One emulator for all of the vendors' clients, and Node's packages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.interop.emulator_probe import EmulatorProbe, running_probe
from tests.services.node import node_modules

__all__ = ["node_modules"]


@pytest.fixture(scope="session")
def shared_probe() -> Iterator[EmulatorProbe]:
    """Start the emulator that all clients of this process share."""
    with running_probe() as started:
        yield started


@pytest.fixture
def probe(shared_probe: EmulatorProbe) -> EmulatorProbe:
    """Provide the emulator with an empty cache, so that each request is played."""
    shared_probe.http.delete("/_emulator/cache").raise_for_status()
    return shared_probe
