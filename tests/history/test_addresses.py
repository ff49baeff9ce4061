"""An address that cannot be used is told, with the reason, and nothing is held by it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore
from tests.history.sends import BLUE, CAT, CLEAN, RED, a_start, bytes_there, kept, opened
from tests.services.fixtures import Storage

SOON_S = 60.0


def assert_works(store: HistoryStore) -> None:
    """What is sent now is kept, and nothing half was left."""
    run_id = kept(store, RED, BLUE)

    assert store.picture_bytes("ada", run_id, 0) == RED.bytes
    assert bytes_there(store) == {CAT.sha256, RED.sha256, BLUE.sha256}
    assert store.check_integrity() == CLEAN


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://localhost/x", "sqlite://", "oracle:///x", "://", "s3://b"])
def test_bad_database_url(url: str, folder: Storage) -> None:
    """An address of no database that is known."""
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage(url, folder.blob_url)):
        pass

    assert failed.value.reason == "bad_database_url"


@pytest.mark.parametrize("url", ["nonsense://x", "odd://"])
def test_bad_blob_url(url: str, folder: Storage, tmp_path: Path) -> None:
    """An address of no store that is known; the database is not held by it."""
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage(folder.database_url, url)):
        pass

    assert failed.value.reason == "bad_blob_url"
    assert not (tmp_path / "history.db-servers").exists()
    with opened(folder) as store:
        assert_works(store)


def test_no_driver_of_a_store(folder: Storage) -> None:
    """A known kind of store whose package is not installed is told as that."""
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage(folder.database_url, "gs://bucket/history")):
        pass

    assert failed.value.reason == "no_driver"
    assert "gcsfs" in failed.value.detail


def test_no_driver_of_a_database(folder: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL without psycopg is told, with the cure."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage("postgresql://localhost/x", folder.blob_url)):
        pass

    assert failed.value.reason == "no_driver"
    assert "orq-ui[postgresql]" in failed.value.detail


@pytest.mark.parametrize("user", ["postgresql://u:sesame@127.0.0.1:1/x", "postgres://u:sesame@127.0.0.1:1/x"])
def test_nobody_there(folder: Storage, user: str) -> None:
    """No server at an address; its password is not told."""
    started = time.monotonic()
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage(user, folder.blob_url)):
        pass

    assert failed.value.reason == "database"
    assert "sesame" not in str(failed.value)
    assert time.monotonic() - started < SOON_S


# No user may write here, not even root.
CLOSED = Path("/proc/self/closed")


@pytest.mark.skipif(not CLOSED.parent.exists(), reason="no /proc here")
@pytest.mark.parametrize("where", [CLOSED / "history.db", CLOSED.parent / "history.db"])
def test_database_where_nothing_can_be_written(folder: Storage, where: Path) -> None:
    """A folder that cannot be made or written is told."""
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage(f"sqlite:///{where}", folder.blob_url)):
        pass

    assert failed.value.reason == "database"


@pytest.mark.parametrize("folder_is_a_file", [True, False])
def test_pictures_where_nothing_can_be_written(folder: Storage, tmp_path: Path, folder_is_a_file: bool) -> None:
    """So is a place for pictures."""
    (tmp_path / "file").write_text("a file")
    where = tmp_path / "file" if folder_is_a_file else CLOSED
    with pytest.raises(HistoryUnavailable) as failed, opened(Storage(folder.database_url, f"file://{where}")):
        pass

    assert failed.value.reason == "pictures"
    with opened(folder) as store:
        assert_works(store)


def test_not_a_database(folder: Storage, tmp_path: Path) -> None:
    """A file that is something else is told, and left as it is."""
    (tmp_path / "history.db").write_bytes(b"a letter to my aunt " * 100)
    with pytest.raises(HistoryUnavailable) as failed, opened(folder):
        pass

    assert failed.value.reason == "database"
    assert (tmp_path / "history.db").read_bytes() == b"a letter to my aunt " * 100


def test_locked_for_long(folder: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another process does not let go of is told, not waited for without end."""
    monkeypatch.setattr("orq_ui.history.database.BUSY_S", 0.2)
    with opened(folder) as store, store._engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(HistoryUnavailable) as failed:
            store.begin(a_start())
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN")

        assert failed.value.reason == "database"
        assert "locked" in failed.value.detail
