"""Servers that write side by side lose nothing."""

from __future__ import annotations

import time

from tests.history.sender import OWNER
from tests.history.sends import CLEAN, opened
from tests.history.server_pool import server_pool, unfinished_or_broken, wait_for_database
from tests.services.fixtures import Storage

WRITERS, EACH = 8, 250


def test_eight_writers(storage: Storage) -> None:
    """Eight servers at once, 2,000 runs in all: each is there, whole."""
    with server_pool(storage) as home:
        started = time.monotonic()
        home.start(EACH, *range(WRITERS))
        kept, _, codes = home.until_ended()
        took = time.monotonic() - started
    wait_for_database(storage)
    with opened(storage) as store:
        done, wrong = unfinished_or_broken(store, read=set(sorted(kept)[::20]))

        assert codes == [0] * WRITERS
        assert len(kept) == WRITERS * EACH
        assert wrong == []
        assert done == kept
        assert store.page(OWNER).total == WRITERS * EACH
        assert store.check_integrity() == CLEAN
    print(f"{WRITERS * EACH / took:.0f} runs a second by {WRITERS} servers")
