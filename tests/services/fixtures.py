"""The services as fixtures: each starts when a test first asks for it, once for each test process."""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.services.postgres import Postgres, find_programs
from tests.services.s3 import S3, share_client_models


@dataclass(frozen=True)
class Storage:
    """Where one test's history is kept: both places are new and empty."""

    database_url: str
    blob_url: str


@pytest.fixture
def postgres() -> Postgres:
    """Provide the process's PostgreSQL, running, also where an earlier test left it down."""
    if find_programs() is None:
        _skip_or_fail("no PostgreSQL server", "Debian's package `postgresql`")
    if find_spec("psycopg") is None:
        _skip_or_fail("no psycopg", "`pip install -e . --group dev`")
    server = _start_postgres()
    if not server.running():
        server.start()
    return server


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """Provide the process's S3; during the test the environment points to it, and no client of another test is used."""
    if find_spec("moto") is None or find_spec("s3fs") is None:
        _skip_or_fail("no moto or no s3fs", "`pip install -e . --group dev`")
    from s3fs import S3FileSystem

    server = _start_s3()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    yield server
    S3FileSystem.clear_instance_cache()


@pytest.fixture(params=["sqlite-folder", "postgresql-s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Provide both set-ups in turn: what a person gets at first, and what replicas share."""
    if request.param == "sqlite-folder":
        yield Storage(f"sqlite:///{tmp_path / 'history.db'}", f"file://{tmp_path / 'blobs'}")
        return
    server: Postgres = request.getfixturevalue("postgres")
    s3: S3 = request.getfixturevalue("s3")
    database_url = server.database()
    yield Storage(database_url, s3.bucket())
    server.drop(database_url)


def _skip_or_fail(missing: str, remedy: str) -> None:
    if os.environ.get("ORQ_UI_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{missing}, and ORQ_UI_REQUIRE_SERVICES=1")
    pytest.skip(f"{missing}; install {remedy} to run this")


@cache
def _start_postgres() -> Postgres:
    server = Postgres()
    atexit.register(server.close)
    return server


@cache
def _start_s3() -> S3:
    share_client_models()
    server = S3()
    atexit.register(server.close)
    return server
