"""Pages right after the emulator was killed."""

from __future__ import annotations

import os
import signal

import pytest

from orq_ui.client import Reply
from orq_ui.ui.services import services
from tests.pages.conftest import Playground
from tests.pages.test_series import ten

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")


def kill_emulator() -> None:
    """Kill it with -9, and wait for nothing."""
    child = services().emulator._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGKILL)


def test_send_and_ten_sends_are_answered(playground: Playground) -> None:
    """Each click right after a kill has its result."""
    playground.use()
    playground.session.load_body({"model": "emulator/riso", "size": "256x256"})
    playground.run()
    kill_emulator()
    playground.send()
    assert playground.session.result is not None
    assert isinstance(playground.session.result.outcome, Reply)

    kill_emulator()
    series = ten(playground)

    assert [result.status for result in series.results] == [200] * 10


@pytest.mark.parametrize("page", ["debug/explain", "debug/emulator", "play/variations"])
def test_pages_open(playground: Playground, page: str) -> None:
    """A page that asks the emulator something gets its answer from the new one."""
    kill_emulator()

    playground.open(page)

    assert not playground.app.exception
    assert "does not start" not in playground.text
