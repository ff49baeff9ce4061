"""What the history keeps on disk is for the user who runs the server alone, whatever the umask is."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orq_ui.history import HistoryStore
from orq_ui.history.private_files import close_to_others
from orq_ui.settings import Settings
from tests.history.sends import BLUE, RED, kept, opened
from tests.services.fixtures import Storage

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
OPEN_FOLDER, OPEN_FILE = 0o777, 0o666
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


@pytest.fixture
def place(tmp_path: Path) -> Storage:
    """Return the addresses of a history in folders that are not there yet."""
    return Storage(f"sqlite:///{tmp_path / 'made/history.db'}", str(tmp_path / "made/pictures"))


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Set the mask of the process until the end of the block."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Return the mode of a folder and of everything below it."""
    found = {folder, *folder.rglob("*")}
    return {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in found}


def wrong(folder: Path) -> dict[str, str]:
    """Return those with another mode than a private one."""
    expected = {name: PRIVATE_FOLDER if (folder / name).is_dir() else PRIVATE_FILE for name in modes(folder)}
    return {name: oct(mode) for name, mode in modes(folder).items() if mode != expected[name]}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o377])
def test_what_is_made(place: Storage, tmp_path: Path, mask: int) -> None:
    """Database, its log and shared memory, locks, folders and pictures, while it is open and afterwards."""
    with umask(mask):
        with opened(place) as store:
            kept(store, RED, BLUE)
            names = set(modes(tmp_path / "made"))
            assert wrong(tmp_path / "made") == {}
        assert wrong(tmp_path / "made") == {}

    assert {"history.db", "history.db-wal", "history.db-shm", "history.db-migration.lock", "pictures/partial"} <= names
    assert [name for name in names if name.startswith("history.db-servers/")]


def test_what_was_open_is_closed_at_the_start(place: Storage, tmp_path: Path) -> None:
    """An earlier version's files; a picture is closed by the folder that it is in."""
    made = tmp_path / "made"
    with opened(place) as first:
        kept(first, RED)
        for path in made.rglob("*"):
            path.chmod(OPEN_FOLDER if path.is_dir() else OPEN_FILE)
        with opened(place) as store:
            assert {name for name in wrong(made) if "/" not in name} == set()
            assert [name for name in wrong(made) if (made / name).is_dir()] == []
            assert store.picture_bytes("ada", kept(store, BLUE), 0) == BLUE.bytes


def test_the_folder_of_the_data_is_closed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the owner has named no other."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("ORQ_UI_DATABASE_URL")
    monkeypatch.delenv("ORQ_UI_BLOB_URL")
    folder = tmp_path / "orq-ui"
    folder.mkdir()
    folder.chmod(OPEN_FOLDER)
    HistoryStore(Settings().database, Settings().blobs).close()

    assert wrong(folder) == {}


def test_a_folder_of_others_stays_as_it_is(tmp_path: Path) -> None:
    """One that was there has more in it, and so has one that all may write to; what is made there is closed."""
    shared, common = tmp_path / "shared", tmp_path / "common"
    for folder, mode in ((shared, 0o755), (common, 0o1777)):
        folder.mkdir()
        folder.chmod(mode)
    with opened(Storage(f"sqlite:///{shared / 'history.db'}", str(common))) as store:
        kept(store, RED)

        assert (modes(shared).pop("."), modes(common).pop(".")) == (0o755, 0o1777)
        assert set(wrong(shared)) == set(wrong(common)) == {"."}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_of_another_user_stays_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is theirs to close, and the log says so."""
    theirs = tmp_path / "theirs"
    theirs.touch()
    theirs.chmod(0o644)
    os.chown(theirs, 12_345, 12_345)

    with caplog.at_level(logging.WARNING):
        close_to_others(theirs)

    assert modes(tmp_path)["theirs"] == 0o644
    assert "belongs to another user" in caplog.text


def test_what_is_not_there_is_nobodys(tmp_path: Path) -> None:
    """SQLite has its log only while it is open."""
    close_to_others(tmp_path / "none")

    assert list(tmp_path.iterdir()) == []
