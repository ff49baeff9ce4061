"""What a server was sending when it ended is known as interrupted, and what a living one sends is left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread

import pytest

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore
from orq_ui.history.blob_references import BlobReferences
from tests.history.sends import BLUE, CLEAN, RED, a_finish, a_start, at_once, bytes_there, kept, opened
from tests.services.fixtures import Storage
from tests.services.postgres import Postgres
from tests.services.processes import wait_for_exit

ROOT = Path(__file__).parents[2]
# Begins a run, stores another's result without a row for it, and waits.
HOLDER = """
import sys
from orq_ui.history import HistoryStore
from tests.history.sends import RED, a_start
store = HistoryStore(*sys.argv[1:])
started = a_start()
store.begin(started)
store._references.store("0" * 32, {RED.sha256: RED.bytes})
print(started.id, flush=True)
sys.stdin.read()
"""

SERVERS = pytest.mark.parametrize("storage", ["postgresql-s3"], indirect=True)
"""What only servers can do: restart, be away, be full."""


@contextmanager
def holder(storage: Storage) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another server in the middle of a send, and the run's id."""
    command = [sys.executable, "-c", HOLDER, storage.database_url, storage.blob_url]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def state(store: HistoryStore, run_id: str) -> str | None:
    """A run's state."""
    run = store.run("ada", run_id)
    return run.state if run else None


def wait_until_gone(store: HistoryStore, *, attempts: int = 200) -> None:
    """A database notices the end of a client a moment after it."""
    from threading import Event

    from sqlalchemy import select

    from orq_ui.history.schema import servers

    with store._engine.connect() as connection:
        others = connection.scalars(select(servers.c.id).where(servers.c.id != store.server)).all()
    for _ in range(attempts):
        if not any(store._liveness.is_alive(server) for server in others):
            return
        Event().wait(0.01)
    raise TimeoutError(others)


def test_of_the_living_and_the_dead(storage: Storage) -> None:
    """Another server's runs are left alone while it lives, and marked once it was killed; its bytes are tidied up."""
    with opened(storage) as store:
        with holder(storage) as (process, run_id):
            assert store.recover() == 0
            assert state(store, run_id) == "sending"
            assert RED.sha256 in bytes_there(store)
            with wait_for_exit([process.pid]):
                process.kill()
        wait_until_gone(store)

        assert store.recover() == 1
        assert store.recover() == 0
        assert state(store, run_id) == "interrupted"
        assert RED.sha256 not in bytes_there(store)
        assert store.check_integrity() == CLEAN


def test_marked_at_the_next_start(storage: Storage) -> None:
    """Opening the store does it, without being asked."""
    with opened(storage) as watcher:
        with holder(storage) as (process, run_id), wait_for_exit([process.pid]):
            process.kill()
        wait_until_gone(watcher)
        with opened(storage) as store:
            assert state(store, run_id) == "interrupted"
            assert store.check_integrity() == CLEAN


def test_closing(storage: Storage) -> None:
    """A server that ends in order marks its own runs at once."""
    with opened(storage) as store:
        with opened(storage) as other:
            started = a_start()
            other.begin(started)
        assert state(store, started.id) == "interrupted"
        assert store.recover() == 0


def test_closing_with_bytes_on_hand(storage: Storage) -> None:
    """Nor does it leave bytes that nobody came to refer to."""
    with opened(storage) as store:
        with opened(storage) as other:
            other._references.store("0" * 32, {RED.sha256: RED.bytes})
            assert bytes_there(store) == {RED.sha256}

        assert bytes_there(store) == set()
        assert store.check_integrity() == CLEAN


def test_finished_after_all(storage: Storage) -> None:
    """A run that was taken for interrupted, as its server was out of sight, still gets its answer."""
    with opened(storage) as store, opened(storage) as other:
        started = a_start()
        store.begin(started)
        store._liveness.release()
        assert other.recover() == 1
        assert state(other, started.id) == "interrupted"
        assert store.finish(started, a_finish(RED, BLUE))

        assert state(other, started.id) == "done"
        assert store.check_integrity() == CLEAN
    with opened(storage) as store:
        assert state(store, started.id) == "done"
        assert store.check_integrity() == CLEAN


def test_known_again(storage: Storage) -> None:
    """A server that was out of sight and was given up is known again with its next send."""
    with opened(storage) as watcher, opened(storage) as store:
        store._liveness.release()
        watcher.recover()
        started = a_start()
        store.begin(started)
        assert watcher.recover() == 0
        assert state(watcher, started.id) == "sending"
        store._liveness.release()  # as if it had been killed

        assert watcher.recover() == 1
        assert state(watcher, started.id) == "interrupted"


def test_claims_of_the_unknown(storage: Storage) -> None:
    """Bytes that a server claimed after it was given up are tidied up as well."""
    with opened(storage) as watcher, opened(storage) as store:
        store._liveness.release()
        watcher.recover()
        store._references.store("0" * 32, {RED.sha256: RED.bytes})
        watcher.recover()

        assert bytes_there(watcher) == set()


@pytest.mark.parametrize("end", ["stop", "kill"])
@SERVERS
def test_database_restarted(storage: Storage, request: pytest.FixtureRequest, end: str) -> None:
    """After a restart of the database a server is known as alive again with its next sends, from any thread."""
    postgres: Postgres = request.getfixturevalue("postgres")
    with opened(storage) as store, opened(storage) as other:
        before = a_start()
        store.begin(before)
        getattr(postgres, end)()
        with pytest.raises(HistoryUnavailable, match="database"):
            store.begin(a_start())
        postgres.start()
        start, begun = Barrier(6), []

        def begin() -> None:
            started = a_start()
            start.wait()
            begun.append(store.begin(started))

        threads = [Thread(target=begin, daemon=True) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert len(begun) == 6
        assert other.recover() == 0
        assert state(other, before.id) == "sending"
        assert store.finish(before, a_finish(RED))
        assert state(other, before.id) == "done"
        assert kept(other, BLUE)
        assert store.check_integrity() == CLEAN


def test_recovered_by_many(storage: Storage) -> None:
    """Several servers may start tidying up at once."""
    with opened(storage) as watcher:
        with holder(storage) as (process, run_id), wait_for_exit([process.pid]):
            process.kill()
        wait_until_gone(watcher)
        start, found, wrong = Barrier(4), [], []

        def recover(store: HistoryStore) -> None:
            start.wait()
            try:
                found.append(store.recover())
            except BaseException as error:
                wrong.append(error)
                raise

        stores = [watcher] * 4
        at_once(Thread(target=recover, args=(store,)) for store in stores)

        assert wrong == []
        assert sum(found) == 1
        assert state(watcher, run_id) == "interrupted"
        assert watcher.check_integrity() == CLEAN


def test_claims_are_settled(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails between bytes and row, by whatever mistake, leaves neither."""
    with opened(storage) as store:
        started = a_start()
        store.begin(started)
        with monkeypatch.context() as patched:
            patched.setattr(BlobReferences, "settle", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                store.finish(started, a_finish(RED))

        assert RED.sha256 not in bytes_there(store)
        assert state(store, started.id) == "sending"
        assert store.check_integrity() == CLEAN
