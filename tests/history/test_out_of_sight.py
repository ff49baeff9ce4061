"""A living server whose lock was lost, as with the connection that held it, is seen again and loses no answer."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Barrier, Event, Thread
from typing import Any, Never

import pytest
from sqlalchemy import event, text

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore
from orq_ui.history.database import open_database
from orq_ui.history.liveness import AdvisoryLock
from tests.history.sends import BLUE, CLEAN, RED, a_finish, a_start, opened
from tests.history.test_liveness import SERVERS, state
from tests.services.fixtures import Storage

PATIENCE_S = 20.0


def cut_off(store: HistoryStore) -> None:
    """End the connection that holds its lock, from the database's side, and wait until the lock is free."""
    key = {"key": store._liveness._key}  # type: ignore[attr-defined]
    holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = :key & 4294967295"
    with store._engine.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({holder}) AS held"), key)  # noqa: S608
        # Taken by us for a moment, the lock was let go of.
        connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


@SERVERS
def test_seen_again_with_the_next_tidying(storage: Storage) -> None:
    """A server with nothing to begin for a while takes its lock again, and its runs stay under way."""
    with opened(storage) as other, opened(storage) as store:
        started = a_start()
        store.begin(started)
        cut_off(store)
        store.recover()

        assert other.recover() == 0
        assert state(other, started.id) == "sending"


def test_seen_again_with_an_answer(storage: Storage) -> None:
    """Keeping an answer is a sign of life too."""
    with opened(storage) as other, opened(storage) as store:
        ended, started = a_start(), a_start()
        for each in (ended, started):
            store.begin(each)
        store._liveness.release()
        store.finish(ended, a_finish(RED))

        assert other.recover() == 0
        assert state(other, started.id) == "sending"


def test_given_up_while_an_answer_is_kept(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another server that takes it for dead just then removes what it was writing; the answer is kept all the same."""
    with opened(storage) as other, opened(storage) as store:
        started, put = a_start(), store._blobs.put
        store.begin(started)
        given_up: list[int] = []

        def given_up_once(contents: Mapping[str, bytes]) -> None:
            put(contents)
            if not given_up:
                store._liveness.release()
                given_up.append(other.recover())

        monkeypatch.setattr(store._blobs, "put", given_up_once)

        assert store.finish(started, a_finish(RED, BLUE))
        assert given_up == [1]
        assert state(other, started.id) == "done"
        assert other.picture_bytes("ada", started.id, 0) == RED.bytes
        assert other.check_integrity() == CLEAN


def test_an_answer_needs_no_lock(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that came is kept even where the server cannot be seen again, as with no connection left for its lock."""

    def refused() -> Never:
        raise HistoryUnavailable("database", "too many connections")

    with opened(storage) as store:
        started = a_start()
        store.begin(started)
        with monkeypatch.context() as patched:
            patched.setattr(store._liveness, "hold", refused)
            assert store.finish(started, a_finish(RED))

        assert store.picture_bytes("ada", started.id, 0) == RED.bytes


def test_one_try_for_all_who_wait() -> None:
    """While the database is away, a failure to reach it is everybody's who waited for it: waits do not add up."""
    pytest.importorskip("psycopg")
    engine = open_database("postgresql://nobody@127.0.0.1:1/none")
    lock, tries, let_go = AdvisoryLock(engine, "0" * 32), [], Event()

    @event.listens_for(engine, "do_connect")
    def refuse(dialect: Any, *_: object) -> Never:
        tries.append(1)
        let_go.wait(PATIENCE_S)
        raise dialect.dbapi.OperationalError("away")

    start, failed = Barrier(5), []

    def hold() -> None:
        start.wait()
        try:
            lock.hold()
        except HistoryUnavailable as away:
            failed.append(away.detail)

    threads = [Thread(target=hold) for _ in range(5)]
    for thread in threads:
        thread.start()
    threads[0].join(0.3)  # all of them wait for us, so this is how long we are in their way
    let_go.set()
    for thread in threads:
        thread.join()
    engine.dispose()

    assert failed == ["away"] * 5
    assert len(tries) == 1
    with pytest.raises(HistoryUnavailable):
        lock.hold()
    assert len(tries) == 2
