"""When a disk is full or a database is away it is said, nothing half is left, and it works again afterwards."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text, update

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore
from orq_ui.history.schema import runs
from tests.history.sends import BLUE, CAT, CLEAN, RED, a_finish, a_start, bytes_there, kept, opened
from tests.services.disks import small_disk
from tests.services.fixtures import Storage
from tests.services.postgres import Postgres
from tests.services.s3 import S3

SOON_S = 20.0
LARGE = 3_000_000
SMALL_DISK = 2_000_000

SERVERS = pytest.mark.parametrize("storage", ["postgresql-s3"], indirect=True)
"""What only servers can do: restart, be away, be full."""


@pytest.fixture
def full_soon(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    with small_disk(tmp_path, f"size={SMALL_DISK}") as mounted:
        yield mounted


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The system refuses to let any file of this process grow beyond, in bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def large(seed: int = 0) -> object:
    """A picture of some megabytes."""
    from dataclasses import replace

    return replace(RED, bytes=RED.bytes + bytes([seed]) * LARGE)


def fill(store: HistoryStore) -> None:
    """Many runs with much in them."""
    for _ in range(100):
        kept(store, RED, body={"user": "x" * 50_000})


def refuse(store: HistoryStore, reason: str, *pictures: object) -> HistoryUnavailable:
    """A result is not kept, for this reason, and its run stays as it was."""
    started = a_start()
    store.begin(started)
    with pytest.raises(HistoryUnavailable) as failed:
        store.finish(started, a_finish(*pictures))  # type: ignore[arg-type]
    run = store.run("ada", started.id)

    assert failed.value.reason == reason, failed.value
    assert run is not None
    assert (run.state, run.results) == ("sending", ())
    return failed.value


def assert_works(store: HistoryStore) -> None:
    """What is sent now is kept, and nothing half was left."""
    run_id = kept(store, RED, BLUE)

    assert store.picture_bytes("ada", run_id, 0) == RED.bytes
    assert bytes_there(store) == {CAT.sha256, RED.sha256, BLUE.sha256}
    assert store.check_integrity() == CLEAN


def test_full_disk_for_pictures(full_soon: Path, folder: Storage) -> None:
    """A picture that does not fit is not kept, and takes no room; smaller ones are."""
    with opened(Storage(folder.database_url, f"file://{full_soon}/blobs")) as store:
        refuse(store, "disk_full", RED, large(), large(1))

        assert bytes_there(store) == {CAT.sha256}
        assert_works(store)


def test_full_disk_for_rows(full_soon: Path, folder: Storage) -> None:
    """A database that cannot grow says that the disk is full, and works again once there is room."""
    filler = full_soon / "filler"
    with opened(Storage(f"sqlite:///{full_soon}/history.db", folder.blob_url)) as store:
        with pytest.raises(OSError, match="No space"):
            filler.write_bytes(bytes(SMALL_DISK))
        with pytest.raises(HistoryUnavailable) as failed:
            fill(store)
        assert failed.value.reason == "disk_full"
        filler.unlink()
        store.delete_all("ada")
        assert_works(store)


def test_file_too_large(folder: Storage) -> None:
    """Nor is one that is refused by the system for another reason, which is told."""
    with opened(folder) as store:
        with files_no_larger_than(1_000_000):
            failed = refuse(store, "pictures", RED, large())

        assert failed.detail == "File too large"
        assert_works(store)


def test_full_database(folder: Storage) -> None:
    """SQLite's own bound reads as a full disk too."""
    with opened(folder) as store:
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        from sqlalchemy import event

        def bound(connection: object, *_: object) -> None:
            connection.execute(f"PRAGMA max_page_count={pages + 8}")  # type: ignore[attr-defined]

        event.listen(store._engine, "connect", bound)
        store._engine.dispose()
        with pytest.raises(HistoryUnavailable) as failed:
            fill(store)
        assert failed.value.reason == "disk_full"
        event.remove(store._engine, "connect", bound)
        store._engine.dispose()
        store.delete_all("ada")
        assert_works(store)


@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_database_that_was_removed_or_replaced(folder: Storage, is_replaced: bool) -> None:
    """Nothing is written to a file that has no name any more; that is said, and the next start takes what is there."""
    file = Path(folder.database_url.removeprefix("sqlite:///"))
    with opened(folder) as store:
        kept(store, RED)
        file.rename(file.with_name("moved.db"))
        if is_replaced:
            file.touch()
        with pytest.raises(HistoryUnavailable, match="database") as refused:
            kept(store, BLUE)

    assert "removed or replaced" in refused.value.detail
    assert file.exists() is is_replaced
    file.with_name("moved.db").rename(file)
    with opened(folder) as store:
        assert store.page("ada").total == 1
        assert store.check_integrity() == CLEAN


@pytest.mark.parametrize(("change", "kind"), [({"state": "odd"}, "RunSummary"), ({"started_at": -1.0}, "RunSummary")])
def test_a_row_that_is_no_run(folder: Storage, change: dict[str, object], kind: str) -> None:
    """What somebody has put into the tables by hand is said to be no run, and not shown."""
    with opened(folder) as store:
        run_id = kept(store, RED)
        with store._engine.begin() as connection:
            connection.execute(update(runs).values(change))

        with pytest.raises(HistoryUnavailable) as failed:
            store.run("ada", run_id)
        assert (failed.value.reason, failed.value.detail) == ("database", f"a row is no {kind}")


@SERVERS
def test_full_server(storage: Storage) -> None:
    """What PostgreSQL says when its disk is full reads as that."""
    full = (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING"
        " ERRCODE = 'disk_full', MESSAGE = 'could not extend file: No space left on device'; END $$"
    )
    with opened(storage) as store:
        started = a_start()
        store.begin(started)
        with store._engine.begin() as connection:
            connection.execute(text(full))
            connection.execute(text("CREATE TRIGGER t BEFORE INSERT ON pictures EXECUTE FUNCTION full_disk()"))
        with pytest.raises(HistoryUnavailable) as failed:
            store.finish(started, a_finish(RED))
        assert failed.value.reason == "disk_full"
        assert bytes_there(store) == {CAT.sha256}
        with store._engine.begin() as connection:
            connection.execute(text("DROP TRIGGER t ON pictures"))
        store.finish(started, a_finish(RED))
        assert_works(store)


@SERVERS
def test_database_down(storage: Storage, request: pytest.FixtureRequest) -> None:
    """A database that is away is said soon, whatever is asked, and is used again when it is back."""
    postgres: Postgres = request.getfixturevalue("postgres")
    with opened(storage) as store:
        run_id, under_way = kept(store, RED), a_start()
        store.begin(under_way)
        postgres.kill()
        asks = {
            "begin": lambda: store.begin(a_start()),
            "finish": lambda: store.finish(under_way, a_finish(BLUE)),
            "page": lambda: store.page("ada"),
            "run": lambda: store.run("ada", run_id),
            "delete": lambda: store.delete("ada", [run_id]),
            "recover": store.recover,
        }
        for name, ask in asks.items():
            began = time.monotonic()
            with pytest.raises(HistoryUnavailable, match="database"):
                ask()
            assert time.monotonic() - began < SOON_S, name
        with pytest.raises(HistoryUnavailable, match="database"), opened(storage):
            pass
        postgres.start()

        assert store.finish(under_way, a_finish(BLUE))
        assert kept(store, RED, BLUE)
        assert store.page("ada").total == 3
        assert store.check_integrity() == CLEAN


@SERVERS
def test_closing_without_a_database(storage: Storage, request: pytest.FixtureRequest) -> None:
    """A server can end while the database is away; the next start marks what it was sending."""
    postgres: Postgres = request.getfixturevalue("postgres")
    started = a_start()
    with opened(storage) as store:
        store.begin(started)
        postgres.kill()
    postgres.start()
    with opened(storage) as store:
        run = store.run("ada", started.id)

    assert run is not None
    assert run.state == "interrupted"


@SERVERS
def test_store_of_pictures_down(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 that does not answer is said soon; rows can still be read, and it works again afterwards."""
    own = S3()
    for name, value in own.environment().items():
        monkeypatch.setenv(name, value)
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()
    bucket = own.bucket()
    with opened(Storage(storage.database_url, bucket)) as store:
        run_id, started = kept(store, RED), a_start()
        store.begin(started)
        own.close()
        began = time.monotonic()
        with pytest.raises(HistoryUnavailable) as failed:
            store.finish(started, a_finish(BLUE))
        took = time.monotonic() - began

        assert failed.value.reason == "pictures"
        assert took < SOON_S
        assert store.run("ada", run_id) is not None
        with pytest.raises(HistoryUnavailable):
            store.picture_bytes("ada", run_id, 0)
