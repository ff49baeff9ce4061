"""The database: SQLite with a write-ahead log, or PostgreSQL; and what goes wrong with either as one error."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.private_files import absent, close_to_others, make_private_file, make_private_folder, remove_empty
from orq_ui.settings import data_folder

BUSY_S = 30
"""How long a writer waits for others."""
CONNECT_S = 3
"""A result is shown without being kept rather than waited for longer."""
PING_S, READ_S, LONG_S = 5, 15, 600
"""How long PostgreSQL's answer is waited for: whether it is there, to a page's question, to what takes minutes."""
SPARE_S = 5
"""The server ends a writing or a long statement so long before we give up, as the connection can then be used again."""
VANISHED_S = 10
"""After so long without a sign of it the system asks for one, and gives up what was sent."""
DISK_FULL = "53100"
"""PostgreSQL's code for it; SQLite has a sentence."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""The system's."""
MAGIC = b"SQLite format 3\0"
"""The first bytes of every SQLite database that is not empty."""
MADE = "orq_ui_made"
"""The option of an engine that names the files and folders that were made for it."""
_WRITES = "orq_ui_writes"


def open_database(url: str) -> Engine:
    """Return an engine for ``sqlite:///FILE`` or ``postgresql://…``; raises HistoryUnavailable for anything else."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Without its cause, which quotes what is no port: it may be a piece of the password.
        raise HistoryUnavailable("bad_database_url") from None
    match parsed.get_backend_name():
        case "sqlite" if _is_file(parsed):
            return _sqlite(parsed)
        case "postgresql" | "postgres":
            return _postgresql(parsed)
    raise HistoryUnavailable("bad_database_url", parsed.get_backend_name())


def close_database_to_others(engine: Engine) -> None:
    """Let nobody else read a SQLite file that was made with a mode too open, or what SQLite keeps beside it."""
    if engine.dialect.name == "sqlite":
        with translate_file_errors():
            for suffix in ("", "-wal", "-shm"):
                close_to_others(Path(f"{engine.url.database}{suffix}"))


def _is_file(url: URL) -> bool:
    # Each connection would have a database in memory of its own; options of the driver's own are not for others to set.
    name = str(url.database or "")
    return bool(name) and "\0" not in name and not url.query and not name.startswith((":memory:", "file:"))


@contextmanager
def read_transaction(engine: Engine, *, is_long: bool = False) -> Iterator[Connection]:
    """Open a transaction that only reads; a long one looks at everything."""
    with translate_database_errors(), engine.connect() as connection, connection.begin():
        _limit(connection, LONG_S if is_long else READ_S, is_long=is_long)
        yield connection


@contextmanager
def write_transaction(engine: Engine, *, is_long: bool = False) -> Iterator[Connection]:
    """Open a transaction that writes: all of it is kept, or none. A long one may take minutes."""
    with translate_database_errors(), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            _limit(connection, LONG_S if is_long else BUSY_S + SPARE_S, is_long=is_long)
            yield connection


def _limit(connection: Connection, answer_s: float, *, is_long: bool) -> None:
    """Set for how long each answer is waited for, until the connection goes back to the pool."""
    if connection.dialect.name == "postgresql":
        connection.connection.dbapi_connection.answer_s = answer_s  # type: ignore[union-attr]
        if is_long:
            connection.exec_driver_sql(_timeouts("SET LOCAL", LONG_S - SPARE_S))


def _timeouts(command: str, seconds: int) -> str:
    return f"{command} statement_timeout = '{seconds}s'; {command} lock_timeout = '{seconds}s'"


@contextmanager
def translate_database_errors() -> Iterator[None]:
    """Raise HistoryUnavailable for whatever the database or its driver raises, and for a row that is no run."""
    try:
        yield
    except ValidationError as failed:
        raise HistoryUnavailable("database", f"a row is no {failed.title}") from failed
    except (DatabaseError, InterfaceError, PoolTimeout) as failed:
        cause = getattr(failed, "orig", None) or failed
        is_full = "disk is full" in str(cause) or getattr(cause, "sqlstate", None) == DISK_FULL
        reason = "disk_full" if is_full else "database"
        # The text of SQLAlchemy's own error would repeat the statement with everything in it.
        raise HistoryUnavailable(reason, str(cause).partition("\n")[0][:300]) from failed


@contextmanager
def translate_file_errors() -> Iterator[None]:
    """Raise HistoryUnavailable for whatever the system says of a file beside the database."""
    try:
        yield
    except OSError as failed:
        detail = f"{failed.strerror}: {failed.filename}" if failed.strerror else str(failed)
        raise HistoryUnavailable("disk_full" if failed.errno in NO_ROOM else "database", detail[:300]) from failed


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database)).expanduser()
    with translate_file_errors():
        made = absent(file.resolve())
        try:
            _make_file(file)
        except OSError:
            remove_empty(made)
            raise
    url = url.set(drivername="sqlite", database=str(file))
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_S},
        pool_size=16,
        max_overflow=16,
        execution_options={MADE: made},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_S * 1000}"):
            connection.execute(f"PRAGMA {setting}")

    opened = _identity(file)

    @event.listens_for(engine, "do_connect")
    @event.listens_for(engine, "checkout")
    def _is_still_there(*_: object) -> None:
        # What is written to a file that has no name any more would be gone with this process.
        if _identity(file) != opened:
            raise HistoryUnavailable("database", f"removed or replaced since the server started: {file}"[:300])

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A writer that began as a reader could not wait for its turn: SQLite refuses it at once.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of its name; None where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _make_file(file: Path) -> None:
    """Make the file and the folders above it, if they are not there; raise HistoryUnavailable for another's file."""
    folder = file.resolve().parent
    make_private_folder(folder)
    if folder == data_folder().resolve():  # any other that was there may have more in it than ours
        close_to_others(folder)
    # SQLite gives its log and its shared memory the same mode.
    make_private_file(file)
    with file.open("rb") as opened:
        # SQLite itself would say so after a lock was made beside it.
        if opened.read(len(MAGIC)) not in (b"", MAGIC):
            raise HistoryUnavailable("database", f"file is not a database: {file}"[:300])


def _postgresql(url: URL) -> Engine:
    # A server that has vanished without a word is noticed by the system, one that only says nothing by the connection.
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_S,
        "keepalives_idle": VANISHED_S,
        "keepalives_interval": CONNECT_S,
        "keepalives_count": 3,
        "tcp_user_timeout": VANISHED_S * 1000,
    }
    try:
        from orq_ui.history.bounded_connection import BoundedConnection  # psycopg need not be installed

        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args=arguments,
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=16,
            pool_timeout=READ_S,
        )
    except (NoSuchModuleError, ModuleNotFoundError) as missing:
        raise HistoryUnavailable("no_driver", "pip install 'orq-ui[postgresql]'") from missing
    engine.dialect.connect = BoundedConnection.connect  # type: ignore[assignment]

    @event.listens_for(engine, "connect")
    def _connected(connection: BoundedConnection, _: object) -> None:
        connection.execute(_timeouts("SET", BUSY_S))
        connection.commit()

    @event.listens_for(engine, "checkin")
    def _returned(connection: BoundedConnection | None, _: object) -> None:
        if connection is not None:
            connection.answer_s = PING_S  # the next thing that it is asked is whether it is alive

    return engine
