"""A database is brought to this version's tables once, and one of a later version is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, column, inspect, select, table, text

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.database import open_database, write_transaction
from orq_ui.history.migrate import SCRIPTS, migrate
from orq_ui.history.schema import metadata
from orq_ui.wire import PATH
from tests.history.samples import BODY, a_run
from tests.history.sender import OWNER
from tests.history.sends import CLEAN, RED, kept, opened
from tests.history.server_pool import server_pool
from tests.services.fixtures import Storage

STARTERS = 8


@pytest.fixture
def engine(storage: Storage) -> Iterator[Engine]:
    """An empty database."""
    engine = open_database(storage.database_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    """What is in the database."""
    return set(inspect(engine).get_table_names())


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with engine.connect() as connection:
        found = {name: table(name, column("*", is_literal=True)) for name in tables(engine)}
        return {name: [tuple(row) for row in connection.execute(select(rows))] for name, rows in found.items()}


def alembic(engine: Engine, direction: str, revision: str) -> None:
    """Go to a revision."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with write_transaction(engine) as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)


def test_same_tables(engine: Engine) -> None:
    """The steps lead to the tables that the code knows, names of indexes and types included."""
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, metadata) == []
        assert tables(engine) == {*metadata.tables, "alembic_version"}


def test_one_line_of_steps() -> None:
    """The steps are one line, each numbered after the one before."""
    scripts = ScriptDirectory(str(SCRIPTS))
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]

    assert len(scripts.get_heads()) == 1
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def test_down_to_nothing(engine: Engine) -> None:
    """Going back from the first step leaves nothing; going there again is the same as at first."""
    migrate(engine)
    alembic(engine, "downgrade", "base")
    assert tables(engine) == {"alembic_version"}
    migrate(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_again_is_nothing(storage: Storage, engine: Engine) -> None:
    """Opening a database that is up to date changes no row."""
    with opened(storage) as store:
        kept(store, RED)
    before = contents(engine)
    migrate(engine)

    assert contents(engine) == before
    with opened(storage) as store:
        assert store.check_integrity() == CLEAN


@pytest.mark.parametrize("revision", ["9999", "of-another-branch"])
def test_newer(storage: Storage, engine: Engine, revision: str) -> None:
    """A database that a later version has written is refused, and not touched."""
    with opened(storage) as store:
        kept(store, RED)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    before = contents(engine)
    with pytest.raises(HistoryUnavailable) as refused, opened(storage):
        pass

    assert (refused.value.reason, refused.value.detail) == ("newer_database", f"revision {revision}")
    assert contents(engine) == before


def test_failing_half_way(engine: Engine) -> None:
    """A step that fails leaves the database as it was."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tags (mine INTEGER)"))
    with pytest.raises(HistoryUnavailable):
        migrate(engine)

    assert tables(engine) == {"tags"}


def test_all_at_once(storage: Storage, engine: Engine) -> None:
    """Eight servers that find the same empty database all start, and all keep what they send."""
    with server_pool(storage) as home:
        home.start(1, *range(STARTERS))
        made, _, codes = home.until_ended()

    assert codes == [0] * STARTERS
    assert len(made) == STARTERS
    with opened(storage) as store:
        assert {line.id for line in store.page(OWNER, per_page=100).lines} == made
        assert store.check_integrity() == CLEAN


@pytest.mark.parametrize(
    ("url", "emulated", "host"),
    [
        ("https://api.orq.ai" + PATH, False, "api.orq.ai"),
        ("https://api.orq.ai@evil.example" + PATH, False, "evil.example"),
        ("http://127.0.0.1:4010" + PATH, True, "emulator"),
        ("http://127.0.0.1:x" + PATH, False, "127.0.0.1:x"),
    ],
)
def test_imported_runs_are_corrected(storage: Storage, engine: Engine, url: str, emulated: bool, host: str) -> None:
    """Where and what an imported run sent is what its address and its parts say, also where it came before."""
    run, contents = a_run()
    with opened(storage) as store:
        sent = run.sent.model_copy(update={"url": url})
        claims = {"sent": sent, "request": {"model": "cheap/model"}, "model": "cheap/model", "title": "harmless"}
        run = run.model_copy(update=claims)
        lying, _ = store.import_run("ada", run, contents)
        own = kept(store, RED, emulated=True)
    alembic(engine, "downgrade", "0001")

    with opened(storage) as store:
        came, made = store.run("ada", lying), store.run("ada", own)
        assert came is not None
        assert made is not None
        assert (came.emulated, came.host, came.ledger is not None) == (emulated, host, emulated)
        assert (came.request, came.model, came.title) == (BODY, BODY["model"], "cat.png")
        assert (made.emulated, made.host) == (True, "emulator")
        assert store.picture_bytes("ada", lying, 0) == contents[0].bytes
