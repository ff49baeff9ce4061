"""The services are what the history's tests take them for."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.services.fixtures import Storage
from tests.services.postgres import Postgres
from tests.services.processes import wait_for_exit
from tests.services.s3 import S3

ROOT = Path(__file__).parents[2]
# A test process that has started both, and waits.
HOLDER = """
import sys
from tests.services.postgres import Postgres
from tests.services.s3 import S3
postgres, s3 = Postgres(), S3()
print(postgres.folder, *postgres.processes(), *s3.processes(), flush=True)
sys.stdin.read()
"""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Open a connection of its own to a database."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """Provide a database that is dropped afterwards."""
    url = postgres.database()
    yield url
    postgres.drop(url)


def write(url: str, value: str) -> None:
    """Commit a value."""
    with connected(url) as connection:
        connection.execute(text("CREATE TABLE kept (value TEXT)"))
        connection.execute(text("INSERT INTO kept VALUES (:value)"), {"value": value})
        connection.commit()


def read(url: str) -> list[str]:
    """Read the committed values."""
    with connected(url) as connection:
        return list(connection.execute(text("SELECT value FROM kept")).scalars())


def test_databases_are_apart(postgres: Postgres, database: str) -> None:
    """Each new database is empty."""
    other = postgres.database()
    write(database, "one")
    write(other, "two")
    postgres.drop(other)

    assert read(database) == ["one"]
    with pytest.raises(OperationalError, match="does not exist"), connected(other):
        pass


def test_drop_with_somebody_connected(postgres: Postgres) -> None:
    """A connection that a test forgot does not keep its database."""
    url = postgres.database()
    with connected(url):
        postgres.drop(url)

    with pytest.raises(OperationalError, match="does not exist"), connected(url):
        pass


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_down_and_up_again(postgres: Postgres, database: str, end: str) -> None:
    """What was committed is there after a stop and after a kill; in between nobody answers."""
    write(database, "kept")
    with connected(database) as connection:
        connection.execute(text("SELECT 1"))
        getattr(postgres, end)()
        with pytest.raises(OperationalError):
            connection.execute(text("SELECT 1"))
        connection.invalidate()

    assert not postgres.running()
    with pytest.raises(OperationalError, match="refused"), connected(database):
        pass
    postgres.start()
    assert postgres.running()
    assert read(database) == ["kept"]


def test_no_lock_outlives_a_kill(postgres: Postgres, database: str) -> None:
    """A kill is a crash to the server: it recovers at its start, and nobody waits for a lost connection's lock."""
    write(database, "kept")
    with connected(database) as connection:
        connection.execute(text("LOCK TABLE kept"))
        postgres.kill()
        postgres.start()

        assert read(database) == ["kept"]
        assert "was not properly shut down" in postgres.log()
        connection.invalidate()


def test_drop_starts_it(postgres: Postgres) -> None:
    """A test that leaves the server down does not fail the next one."""
    url = postgres.database()
    postgres.kill()
    postgres.drop(url)

    assert postgres.running()


def test_nothing_outlives_a_killed_test_process(postgres: Postgres, s3: S3) -> None:
    """After SIGKILL of the tests both servers end and the cluster's folder goes."""
    command = [sys.executable, "-c", HOLDER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as holder:  # type: ignore[call-overload]  # noqa: S603
        folder, *pids = holder.stdout.readline().split()
        with wait_for_exit(map(int, pids)):
            holder.kill()

    assert len(pids) > 5
    assert not Path(folder).exists()


def test_objects(s3: S3) -> None:
    """fsspec finds S3 by the environment alone: objects are written, read, listed and deleted."""
    url = s3.bucket()
    files, root = fsspec.url_to_fs(url)
    files.pipe_file(f"{root}/ab/cd", b"bytes" * 1000)
    with files.open(f"{root}/ab/ef", "wb") as out:
        out.write(b"")

    assert files.cat_file(f"{root}/ab/cd", start=5, end=10) == b"bytes"
    assert sorted(files.find(root)) == [f"{root}/ab/cd", f"{root}/ab/ef"]
    files.rm_file(f"{root}/ab/cd")
    files.invalidate_cache()
    assert files.find(root) == [f"{root}/ab/ef"]
    with pytest.raises(FileNotFoundError):
        files.cat_file(f"{root}/ab/cd")


@pytest.mark.parametrize("turn", [1, 2])
def test_storage_is_new(storage: Storage, turn: int) -> None:
    """Each test finds both places empty, whatever the one before left."""
    files, root = fsspec.url_to_fs(storage.blob_url)
    with connected(storage.database_url):
        before = files.exists(root) and files.find(root)
    write(storage.database_url, f"turn {turn}")
    files.makedirs(root, exist_ok=True)
    files.pipe_file(f"{root}/left", b"behind")

    assert not before
    assert read(storage.database_url) == [f"turn {turn}"]
