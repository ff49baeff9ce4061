"""Tell which servers are alive: each holds a lock that the system releases when it dies, however it dies."""

from __future__ import annotations

import hashlib
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError, InterfaceError

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.database import read_transaction, translate_database_errors, translate_file_errors
from orq_ui.history.private_files import FILE_MODE, close_to_others, make_private_folder


class Liveness(Protocol):
    """The lock of one server, and a look at those of others."""

    def hold(self) -> None:
        """Take the lock, or make sure that it is still held."""

    def is_alive(self, server: str) -> bool:
        """Return whether another server's lock is held."""

    def release(self) -> None:
        """Release the lock."""


class LockFile:
    """A locked file beside the SQLite database: its servers are on one machine."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder, self._server = folder, server
        # Held by the process: any of its threads may ask whether it still is.
        self._lock = FileLock(self._path(server), mode=FILE_MODE, thread_local=False)

    def hold(self) -> None:
        """Lock our file, where it is not locked."""
        with translate_file_errors():
            make_private_folder(self._folder)
            close_to_others(self._folder)
            if not self._lock.is_locked:
                self._lock.acquire(timeout=0)

    def is_alive(self, server: str) -> bool:
        """Return whether the other's file is locked; one that is gone has no server."""
        path = self._path(server)
        with translate_file_errors():
            if not path.exists():
                return False
            try:
                with FileLock(path, timeout=0, mode=FILE_MODE):
                    path.unlink(missing_ok=True)
            except Timeout:
                return True
        return False

    def release(self) -> None:
        """Unlock and remove our file."""
        self._lock.release(force=True)
        with translate_file_errors():
            self._path(self._server).unlink(missing_ok=True)

    def _path(self, server: str) -> Path:
        return self._folder / f"{server}.lock"


class AdvisoryLock:
    """An advisory lock of PostgreSQL on a connection of its own, so that servers may be on any machine."""

    def __init__(self, engine: Engine, server: str) -> None:
        self._engine, self._key = engine, _key(server)
        self._connection: Connection | None = None
        self._mutex = Lock()
        self._failed: HistoryUnavailable | None = None

    def hold(self) -> None:
        """Take the lock; again if the connection was lost, such as by a restart of the database."""
        known = self._failed
        with self._mutex:
            if self._failed is not None and self._failed is not known:
                # Somebody has just tried for all who waited: to try for each in turn would add their waits up.
                raise HistoryUnavailable(self._failed.reason, self._failed.detail)
            try:
                self._hold()
            except HistoryUnavailable as failed:
                self._failed = failed
                raise
            self._failed = None

    def _hold(self) -> None:
        try:
            if self._connection is not None:
                self._connection.exec_driver_sql("SELECT 1")
                return
        except (DatabaseError, InterfaceError):
            self._connection = None
        with translate_database_errors():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            # Not waited for: the database may not have noticed yet that our earlier connection is gone.
            held = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
        if held:
            self._connection = connection
        else:
            connection.close()

    def is_alive(self, server: str) -> bool:
        """Return whether the lock is held, without taking it."""
        key = _key(server) & 0xFFFF_FFFF_FFFF_FFFF
        held = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            " AND classid::bigint = :high AND objid::bigint = :low"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        with read_transaction(self._engine) as connection:
            return bool(connection.scalar(held, {"high": key >> 32, "low": key & 0xFFFF_FFFF}))

    def release(self) -> None:
        """Release the lock, and close the connection: the database ends it a moment later than it says."""
        with self._mutex:
            connection, self._connection = self._connection, None
        if connection is None:
            return
        with closing(connection), suppress(DatabaseError, InterfaceError):  # a lost connection has lost the lock
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})


def liveness_of(engine: Engine, server: str) -> Liveness:
    """Return the lock of a server, of the kind that fits the database."""
    if engine.dialect.name == "sqlite":
        return LockFile(Path(f"{engine.url.database}-servers"), server)
    return AdvisoryLock(engine, server)


def _key(server: str) -> int:
    return int.from_bytes(hashlib.sha256(server.encode()).digest()[:8], "big", signed=True)
