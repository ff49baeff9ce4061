"""What stands in the way of opening the history is told as that, and nothing stays behind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore
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
