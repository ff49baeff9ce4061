"""Runs that go from one person to another, as when somebody signs in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orq_ui.history import HistoryStore
from tests.history.sends import BLUE, CAT, CLEAN, RED, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage

BROWSER, ANNA = "browser:1", "account:anna"


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def test_everything_goes(store: HistoryStore) -> None:
    """Runs with their pictures, notes and tags, and those in the bin; the new person's own are as they were."""
    one, binned, own = kept(store, RED, owner=BROWSER), kept(store, owner=BROWSER), kept(store, BLUE, owner=ANNA)
    store.note(BROWSER, one, "the good one")
    store.tag(BROWSER, one, ["demo"])
    store.delete(BROWSER, [binned])

    assert store.transfer(BROWSER, ANNA) == 2
    assert {line.id for line in store.page(ANNA).lines} == {one, own}
    moved = store.run(ANNA, one)
    assert moved is not None
    assert (moved.owner, moved.note, moved.tags) == (ANNA, "the good one", ("demo",))
    assert store.picture_bytes(ANNA, one, 0) == RED.bytes
    assert store.restore(ANNA, [binned]) == 1
    assert store.check_integrity() == CLEAN


def test_nothing_stays_behind(store: HistoryStore) -> None:
    """Who had the runs has none of them, and cannot have any back; a third person's are left alone."""
    one, binned, other = kept(store, RED, owner=BROWSER), kept(store, owner=BROWSER), kept(store, owner="browser:2")
    store.delete(BROWSER, [binned])
    store.transfer(BROWSER, ANNA)

    assert store.usage(BROWSER).runs == 0
    assert store.run(BROWSER, one) is None
    assert store.restore(BROWSER, [binned]) == 0
    with pytest.raises(KeyError):
        store.picture_bytes(BROWSER, one, 0)
    assert store.run("browser:2", other) is not None
    assert store.transfer(BROWSER, ANNA) == 0


def test_a_run_under_way_is_not_lost(store: HistoryStore) -> None:
    """It stays where its result will be looked for, and goes the next time."""
    started = a_start(BROWSER, picture=CAT)
    store.begin(started)

    assert store.transfer(BROWSER, ANNA) == 0
    assert store.finish(started, a_finish(RED))
    assert store.transfer(BROWSER, ANNA) == 1
    assert store.picture_bytes(ANNA, started.id, 0) == RED.bytes
    assert store.check_integrity() == CLEAN
