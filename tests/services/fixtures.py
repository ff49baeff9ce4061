"""The peers as fixtures: each server starts when a test first asks for it, once for each test process."""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.services.postgres import Postgres, programs
from tests.services.s3 import S3


@dataclass(frozen=True)
class Storage:
    """Where one test's history lives: both places are new and empty."""

    database_url: str
    blob_url: str


@pytest.fixture
def postgres() -> Postgres:
    """The process's PostgreSQL, running, also where an earlier test left it down."""
    if programs() is None:
        _lacking("no PostgreSQL server", "Debian's package `postgresql`")
    if find_spec("psycopg") is None:
        _lacking("no psycopg", "`pip install -e '.[dev]'`")
    server = _the_postgres()
    if not server.running():
        server.start()
    return server


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """The process's S3; for this test the environment leads there, and nothing is kept of an earlier one's clients."""
    if find_spec("moto") is None or find_spec("s3fs") is None:
        _lacking("no moto or no s3fs", "`pip install -e '.[dev]'`")
    from s3fs import S3FileSystem

    server = _the_s3()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    yield server
    S3FileSystem.clear_instance_cache()


@pytest.fixture(params=["sqlite-folder", "postgresql-s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Both set-ups in turn, what a person gets at first and what replicas share."""
    if request.param == "sqlite-folder":
        yield Storage(f"sqlite:///{tmp_path / 'history.db'}", f"file://{tmp_path / 'blobs'}")
        return
    server: Postgres = request.getfixturevalue("postgres")
    s3: S3 = request.getfixturevalue("s3")
    database_url = server.database()
    yield Storage(database_url, s3.bucket())
    server.drop(database_url)


def _lacking(what: str, cure: str) -> None:
    if os.environ.get("ORQ_UI_REQUIRE_PEERS") == "1":
        pytest.fail(f"{what}, and ORQ_UI_REQUIRE_PEERS=1")
    pytest.skip(f"{what}; install {cure} to run this")


@cache
def _the_postgres() -> Postgres:
    server = Postgres()
    atexit.register(server.close)
    return server


@cache
def _the_s3() -> S3:
    server = S3()
    atexit.register(server.close)
    return server
