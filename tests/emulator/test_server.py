"""How the emulator is served."""

from __future__ import annotations

import sys

import pytest

from orq_ui.client.transport import LIMITS
from orq_ui.emulator import Options, create_app
from orq_ui.emulator.server import OPEN_FILES, uvicorn_config
from tests.emulator.harness import running_command


def test_an_idle_connection_is_not_closed_before_its_client_lets_it_go() -> None:
    """Closed by the server at the moment of the next request, that one would be lost; a send is not repeated."""
    assert LIMITS.keepalive_expiry is not None
    assert uvicorn_config(create_app(Options())).timeout_keep_alive > LIMITS.keepalive_expiry


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of another process")
def test_there_is_room_for_the_pictures_files_and_the_connections() -> None:
    """Some systems allow 256 files at first, of which an hour's pictures alone would take more."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, soft), hard))
    try:
        with running_command() as (_, process):
            allowed = resource.prlimit(process, resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert allowed == (min(OPEN_FILES, hard), hard)
