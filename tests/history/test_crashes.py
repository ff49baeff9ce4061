"""A server that is killed at any moment loses no finished run and leaves nothing half."""

from __future__ import annotations

import os
import signal
import time
from random import Random

from tests.history.sender import OWNER
from tests.history.sends import CLEAN, opened
from tests.history.server_pool import server_pool, unfinished_or_broken, wait_for_database
from tests.services.fixtures import Storage

KILLS = 50
LONGEST_S = 0.3
ROUNDS_KEPT = 8
"""Then everything is deleted, so that looking at all of it stays quick."""


def test_killed_at_any_moment(storage: Storage) -> None:
    """After each of 50 kills in the middle of sends all that was said to be kept is there, whole, and nothing else."""
    random = Random(1)  # noqa: S311 - a draw that can be repeated
    known: set[str] = set()
    total = interrupted = 0
    with server_pool(storage) as home:
        for seed in range(KILLS):
            (pid,) = home.start(0, seed)
            first = home.word("kept")
            # Not a wait for anything: the moment of the kill is what is drawn.
            time.sleep(random.uniform(0, LONGEST_S))
            os.kill(pid, signal.SIGKILL)
            kept, dropped, codes = home.until_ended()
            wait_for_database(storage)
            with opened(storage) as store:
                fresh = {first} | kept
                done, wrong = unfinished_or_broken(store, read=fresh)
                assert codes == [signal.SIGKILL]
                assert wrong == []
                assert (known | fresh) - dropped <= done
                assert store.check_integrity() == CLEAN
                known = done
                total += len(fresh)
                interrupted += store.page(OWNER).total - len(done)
                if seed % ROUNDS_KEPT == ROUNDS_KEPT - 1:
                    store.delete_all(OWNER)
                    assert store.check_integrity() == CLEAN
                    known = set()

    assert total > KILLS
    assert interrupted > 0
    print(f"{KILLS} kills, {total} runs kept, {interrupted} interrupted runs seen")
