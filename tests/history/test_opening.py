"""What stands in the way of opening the history is told as that, and nothing stays behind."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore
from orq_ui.history import migrate as migrations
from orq_ui.history.schema import servers
from tests.history.sends import CLEAN, opened
from tests.services.disks import small_disk
from tests.services.fixtures import Storage

FILES = 60


@pytest.fixture
def few_files(tmp_path: Path) -> Iterator[Path]:
    """A file system that takes few files."""
    with small_disk(tmp_path, f"size=8000000,nr_inodes={FILES}") as mounted:
        yield mounted


def touch(paths: list[Path]) -> None:
    """Make empty files."""
    for path in paths:
        path.touch()


def known(store: HistoryStore) -> list[str]:
    """The servers that a history knows."""
    with store._engine.connect() as connection:
        return list(connection.scalars(select(servers.c.id)))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:history?mode=memory&uri=true",
        "sqlite:///history.db?bogus=1",
        "mysql://db.example/x",
        "postgresql://user:secret@db.example:hush/x",
        "postgresql://db.example:se/cret",
    ],
)
def test_addresses_that_are_none(folder: Storage, url: str) -> None:
    """A database address that cannot be one is told, and none of its text is: it may hold a password."""
    with pytest.raises(HistoryUnavailable) as failed:
        HistoryStore(url, folder.blob_url)

    assert failed.value.reason == "bad_database_url"
    assert not any(word in f"{failed.value}{failed.value.__cause__}" for word in ("hush", "secret", "cret"))


def test_a_file_where_servers_hold_their_locks(folder: Storage, tmp_path: Path) -> None:
    """What stands where the servers' folder should be is named."""
    with opened(folder):
        pass
    in_the_way = tmp_path / "history.db-servers"
    shutil.rmtree(in_the_way)
    in_the_way.write_text("")
    with pytest.raises(HistoryUnavailable) as failed:
        HistoryStore(folder.database_url, folder.blob_url)

    assert failed.value.reason == "database"
    assert str(in_the_way) in failed.value.detail


def test_a_disk_that_takes_no_more_files(few_files: Path) -> None:
    """It is told as full, and opens once there is room."""
    storage = Storage(f"sqlite:///{few_files}/history.db", f"file://{few_files}/blobs")
    with opened(storage):
        fillers = [few_files / f"filler {number}" for number in range(FILES)]
        with pytest.raises(OSError, match="No space"):
            touch(fillers)
        with pytest.raises(HistoryUnavailable) as failed:
            HistoryStore(storage.database_url, storage.blob_url)
        for filler in fillers:
            filler.unlink(missing_ok=True)

    assert failed.value.reason == "disk_full"
    with opened(storage) as store:
        assert store.check_integrity() == CLEAN


def test_a_start_that_breaks_leaves_nothing(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by a mistake of ours: no lock stays held, and the next server tidies up."""
    with opened(storage) as other:
        before = set(known(other))
        with monkeypatch.context() as patched:
            patched.setattr(HistoryStore, "recover", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                HistoryStore(storage.database_url, storage.blob_url)
        (broken,) = set(known(other)) - before

        assert other._liveness.is_alive(broken) is False
        other.recover()
        assert set(known(other)) == before


def everything(folder: Path) -> dict[str, bytes]:
    """All files and folders below a folder, with what is in the files."""
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def newer(file: Path) -> None:
    """A database of a later version, copied from elsewhere."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.commit()
    connection.execute("PRAGMA journal_mode=WAL")  # as every one of ours
    connection.close()


def in_the_way(file: Path) -> None:
    """A table of another program's database that has the name of one of ours."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE runs (id INTEGER)")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.commit()
    connection.close()


REFUSED: dict[str, Callable[[Path], object]] = {
    "a text": lambda file: file.write_text("Dear Ada, this is no database at all, and should stay as it is."),
    "short": lambda file: file.write_bytes(b"x"),
    "a damaged database": lambda file: file.write_bytes(b"SQLite format 3\0" + b"x" * 5000),
    "newer": newer,
    "tables of another": in_the_way,
    "a folder": lambda file: file.mkdir(),
    "a dangling link": lambda file: file.symlink_to(file.parent / "none" / "history.db"),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_file_has_nothing_beside_it(tmp_path: Path, make: Callable[[Path], object]) -> None:
    """No lock and nothing else is left where a database was refused, which itself is as it was."""
    make(tmp_path / "history.db")
    before = everything(tmp_path)
    with pytest.raises(HistoryUnavailable):
        HistoryStore(f"sqlite:///{tmp_path / 'history.db'}", f"file://{tmp_path / 'blobs'}")

    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("database", "blobs"),
    [
        ("file/history.db", "blobs"),
        ("file/below/history.db", "blobs"),
        ("new/folder/history.db", "nonsense://x"),
        ("nul\0/history.db", "blobs"),
        ("x" * 300, "blobs"),
        (f"new/{'x' * 300}/history.db", "blobs"),
        (f"new/{'x' * 300}", "blobs"),
    ],
)
def test_a_refused_place_has_nothing_in_it(tmp_path: Path, database: str, blobs: str) -> None:
    """Nor where there is no such place: folders that were made on the way go again."""
    (tmp_path / "file").write_text("")
    before = everything(tmp_path)
    with pytest.raises(HistoryUnavailable):
        HistoryStore(f"sqlite:///{tmp_path / database}", blobs if "://" in blobs else f"file://{tmp_path / blobs}")

    assert everything(tmp_path) == before


def test_a_first_start_that_breaks_leaves_nothing_beside(folder: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database whose tables could not be made goes with its folder and its lock."""
    tmp_path = Path(folder.blob_url.removeprefix("file://")).parent
    monkeypatch.setattr(migrations, "_upgrade", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        HistoryStore(f"sqlite:///{tmp_path}/new/folder/history.db", folder.blob_url)

    assert everything(tmp_path) == {}


@pytest.mark.parametrize("url", ["", "sqlite://", "mysql://db.example/x", "postgresql://db.example:se/cret"])
def test_an_address_that_is_none_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Neither where it would be, nor where the server was started, nor for pictures."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HistoryUnavailable):
        HistoryStore(url, f"file://{tmp_path / 'blobs'}")

    assert everything(tmp_path) == {}


@pytest.mark.parametrize("storage", ["postgresql-s3"], indirect=True)
def test_a_refused_server_makes_no_folder(storage: Storage, tmp_path: Path) -> None:
    """A PostgreSQL that has no such database, or a newer one, leads to nothing where pictures would be."""
    with opened(storage) as store, store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for url in (storage.database_url, f"{storage.database_url}none"):
        with pytest.raises(HistoryUnavailable):
            HistoryStore(url, f"file://{tmp_path / 'blobs'}")

    assert everything(tmp_path) == {}
