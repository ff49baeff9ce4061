"""Brings a database to this version's tables, once, however many servers start together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, Engine, text

from orq_ui.errors import NotKept
from orq_ui.history.database import writing

SCRIPTS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 7_240_113_550
"""The key of the advisory lock: any number that nothing else in the database uses."""


def migrate(engine: Engine) -> None:
    """Upgrade to the newest tables; raises NotKept for a database that a newer version has written."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    with _alone(engine), writing(engine) as connection:
        _wait_for_others(connection)
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise NotKept("newer_database", f"revision {current}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name != "sqlite":
        yield
        return
    with FileLock(f"{engine.url.database}-migration.lock"):
        yield


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Held until the transaction ends, so the next server sees what this one did.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
