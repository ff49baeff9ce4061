"""Whoever asks first at the same time gets the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from orq_ui.ui.server.emulator_process import emulator_process
from orq_ui.ui.server.history import history
from orq_ui.ui.server.jobs import jobs
from orq_ui.ui.server.media_store import media_store
from orq_ui.ui.server.once import Once

ASKERS = 8


def test_made_once_for_all() -> None:
    """Eight threads ask while the first is still making it: one is made, and all have that one."""
    made: list[object] = []
    asking, waiting = Barrier(ASKERS), Event()

    @Once
    def one() -> object:
        made.append(object())
        waiting.wait(0.1)
        return made[-1]

    def ask() -> object:
        asking.wait()
        return one()

    with ThreadPoolExecutor(ASKERS) as pool:
        got = [asked.result() for asked in [pool.submit(ask) for _ in range(ASKERS)]]

    assert len(made) == 1
    assert got == made * ASKERS


def test_made_again_when_it_failed_or_was_cleared() -> None:
    """A failure is not kept, and clearing it makes another one."""
    outcomes = iter([ValueError("not yet"), 1, 2])

    @Once
    def one() -> int:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(ValueError, match="not yet"):
        one()
    assert (one(), one()) == (1, 1)
    one.cache_clear()
    assert one() == 2


@pytest.mark.parametrize("single", [emulator_process, history, jobs, media_store])
def test_what_the_server_has_one_of(single: Callable[[], object]) -> None:
    """Two emulators, histories, sets of calls or of pictures would each have half of what there is."""
    assert isinstance(single, Once)
    assert single() is single()
