"""Bytes that are being removed are marked, so whoever needs the same ones again loses nothing to a late removal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, text

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore, blob_references
from orq_ui.history.database import write_transaction
from orq_ui.history.schema import removals
from tests.history.sends import BLUE, CLEAN, RED, kept, opened
from tests.services.fixtures import Storage

PATIENCE_S = 60.0


@pytest.fixture
def stores(storage: Storage) -> Iterator[tuple[HistoryStore, HistoryStore]]:
    """Two servers of one history."""
    with opened(storage) as one, opened(storage) as other:
        yield one, other


def lose_sessions(store: HistoryStore) -> None:
    """End every session of the database but ours, as a broken network does; a file has none."""
    if store._engine.dialect.name == "postgresql":
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with store._engine.connect() as connection:
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))


def marked(store: HistoryStore) -> int:
    """How many marks there are."""
    with store._engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(removals)) or 0)


class SlowRemoval:
    """Removes a person's runs in a thread, and stops right before the bytes go, until it is told to go on."""

    def __init__(self, store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.arrived, self._go_on = Event(), Event()
        self._delete = store._blobs.delete
        monkeypatch.setattr(store._blobs, "delete", self._slowly)
        self._thread = Thread(target=self._remove, args=(store,))

    def __enter__(self) -> SlowRemoval:
        self._thread.start()
        assert self.arrived.wait(PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._thread.join()

    def _slowly(self, names: Sequence[str]) -> None:
        self.arrived.set()
        assert self._go_on.wait(PATIENCE_S)
        self._delete(names)

    def _remove(self, store: HistoryStore) -> None:
        with suppress(HistoryUnavailable):  # as where the session is lost
            store.delete_all("ada")


@pytest.mark.parametrize("is_lost", [False, True])
def test_needed_again_while_being_removed(
    stores: tuple[HistoryStore, HistoryStore], monkeypatch: pytest.MonkeyPatch, is_lost: bool
) -> None:
    """Who needs the same picture waits for nobody, and keeps it, also where the remover has lost its session."""
    one, other = stores
    kept(one, RED, BLUE)
    with SlowRemoval(one, monkeypatch):
        if is_lost:
            lose_sessions(other)
        again = kept(other, RED, owner="bob")
        assert other.picture_bytes("bob", again, 0) == RED.bytes

    assert other.picture_bytes("bob", again, 0) == RED.bytes
    assert other.thumbnail("bob", again, 0)
    assert other.check_integrity() == CLEAN


def test_taken_for_dead_while_removing(
    stores: tuple[HistoryStore, HistoryStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A remover whose lock is lost too is finished by another, and what it still does comes too late to do harm."""
    one, other = stores
    kept(one, RED)
    with SlowRemoval(one, monkeypatch):
        one._liveness.release()
        lose_sessions(other)
        other.recover()
        again = kept(other, RED, owner="bob")
        once_more = kept(other, BLUE, RED, owner="bob")

    for run_id, place in ((again, 0), (once_more, 1)):
        assert other.picture_bytes("bob", run_id, place) == RED.bytes
    assert other.check_integrity() == CLEAN


@pytest.mark.parametrize("is_needed", [False, True])
def test_died_between_mark_and_removal(storage: Storage, monkeypatch: pytest.MonkeyPatch, is_needed: bool) -> None:
    """What a server had marked when it died is removed by the next one, but for what was needed again by then."""
    dead = HistoryStore(storage.database_url, storage.blob_url)
    kept(dead, RED, BLUE)
    monkeypatch.setattr(dead._blobs, "delete", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        dead.delete_all("ada")
    assert set(dead._blobs.names()) >= {RED.sha256, BLUE.sha256}
    dead._liveness.release()
    dead._engine.dispose()
    dead._blobs.close()

    with opened(storage) as store:
        if is_needed:
            again = kept(store, RED)
            assert store.picture_bytes("ada", again, 0) == RED.bytes
        assert not {RED.sha256, BLUE.sha256} & set(store._blobs.names())
        assert store.check_integrity() == CLEAN


def test_a_removal_that_failed_is_done_again(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pictures' place was away for a moment, the next tidying removes them."""
    with opened(storage) as store:
        kept(store, RED)

        def away(_: object) -> None:
            raise HistoryUnavailable("pictures", "away")

        with monkeypatch.context() as patched:
            patched.setattr(store._blobs, "delete", away)
            with pytest.raises(HistoryUnavailable):
                store.delete_all("ada")
        assert store.page("ada").total == 0
        assert RED.sha256 in store._blobs.names()

        store.empty_trash()

        assert store._blobs.names() == {}
        assert store.check_integrity() == CLEAN


def test_an_upload_that_lands_late(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of an upload that was given up are removed when they land after all; those that are needed are not."""
    with opened(storage) as store:
        put = store._blobs.put

        def give_up(_: object) -> None:
            raise HistoryUnavailable("pictures", "no answer in 120 s")

        with monkeypatch.context() as patched:
            patched.setattr(store._blobs, "put", give_up)
            with pytest.raises(HistoryUnavailable):
                kept(store, picture=RED)
        put({RED.sha256: RED.bytes})
        assert store.check_integrity().orphaned == (RED.sha256,)
        again = kept(store, RED)

        store.empty_trash()
        assert RED.sha256 in store._blobs.names()
        monkeypatch.setattr(blob_references, "SETTLED_S", -1.0)
        store.empty_trash()

        assert store.picture_bytes("ada", again, 0) == RED.bytes
        assert store.check_integrity() == CLEAN


def test_marks_are_dropped_in_the_end(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark stays while something late may still happen, and then goes; its name can be used again."""
    with opened(storage) as store:
        kept(store, RED)
        store.delete_all("ada")
        store.empty_trash()
        assert marked(store) == 2
        assert set(store._blobs.names()) == set()

        monkeypatch.setattr(blob_references, "SETTLED_S", -1.0)
        store.empty_trash()
        store.empty_trash()
        assert marked(store) == 0
        kept(store, RED)

        assert RED.sha256 in store._blobs.names()


def test_no_lock_is_held_while_bytes_go(
    stores: tuple[HistoryStore, HistoryStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write meanwhile, however slow the removal is."""
    one, other = stores
    kept(one, RED)
    with SlowRemoval(one, monkeypatch), write_transaction(other._engine) as connection:
        assert connection.scalar(select(func.count()).select_from(removals)) == 2
