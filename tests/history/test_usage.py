"""How much a person keeps is counted anew whenever it may have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from orq_ui.history import HistoryStore
from tests.history.sends import BLUE, RED, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def test_one_in_place_of_another(store: HistoryStore) -> None:
    """A run that takes the place of another one of its size is seen, though it is not the newest."""
    alike = replace(RED, bytes=RED.bytes[:-1] + b"x")
    gone = kept(store, RED, picture=None, started_at=1.0)
    kept(store, RED, picture=None, started_at=9.0)
    usage, usage_fingerprint = store.usage("ada"), store.usage_fingerprint("ada")
    store.delete("ada", [gone])
    kept(store, alike, picture=None, started_at=2.0)

    assert store.usage("ada") != usage
    assert store.usage_fingerprint("ada") != usage_fingerprint


def test_every_step(store: HistoryStore) -> None:
    """It is another one after each step that changes the usage, and the same when nothing was done."""
    started = a_start(started_at=5.0)
    steps: list[Callable[[], object]] = [
        lambda: store.begin(started),
        lambda: store.finish(started, a_finish(RED)),
        lambda: kept(store, BLUE, owner="bob", started_at=4.0),
        lambda: store.transfer("bob", "ada"),
        lambda: store.delete("ada", [started.id]),
        lambda: store.restore("ada", [started.id]),
        lambda: store.delete_all("ada"),
    ]
    for step in steps:
        usage, usage_fingerprint = store.usage("ada"), store.usage_fingerprint("ada")
        step()

        assert (store.usage("ada") == usage) == (store.usage_fingerprint("ada") == usage_fingerprint)
