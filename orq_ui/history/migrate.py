"""Bring a database to this version's tables, once, however many servers start together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, Engine, inspect, text

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.database import MADE, write_transaction
from orq_ui.history.private_files import FILE_MODE, close_to_others, make_private_file, remove_empty

SCRIPTS = Path(__file__).parent / "migrations"
HEAD = "0003"
"""The newest revision."""
ONE_AT_A_TIME = 7_240_113_550
"""The key of the advisory lock: any number that nothing else in the database uses."""


def migrate(engine: Engine) -> None:
    """Upgrade to the newest tables; raises HistoryUnavailable for a database that a newer version has written."""
    with _alone(engine), write_transaction(engine, is_long=True) as connection:
        _wait_for_others(connection)
        current = revision(connection)
        if current != HEAD:
            _upgrade(connection, current)


def revision(connection: Connection) -> str | None:
    """Return the revision of a database; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _upgrade(connection: Connection, current: str | None) -> None:
    # Not at the top: a server that finds its tables as they should be, the rule, starts without Alembic.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise HistoryUnavailable("newer_database", f"revision {current}")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name != "sqlite":
        yield
        return
    lock = Path(f"{engine.url.database}-migration.lock")
    made = (*((lock,) if not lock.exists() else ()), *engine.get_execution_options().get(MADE, ()))
    try:
        make_private_file(lock)  # the lock would be waited for without end where it cannot be made
        close_to_others(lock)  # somebody who can open it could hold it
    except OSError as failed:
        remove_empty(made)
        raise HistoryUnavailable("database", f"{failed.strerror}: {failed.filename}") from failed
    with FileLock(lock, mode=FILE_MODE):
        try:
            yield
        except BaseException:
            # While nobody else opens it: a database that is refused has nothing of ours beside it.
            engine.dispose()
            file = Path(str(engine.url.database)).resolve()
            if file in made and _has_no_tables(file):
                file.unlink(missing_ok=True)
            remove_empty(made)
            raise


def _has_no_tables(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            return not connection.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.Error:
        return False


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Held until the transaction ends, so the next server sees what this one did.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
