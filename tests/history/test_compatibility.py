"""What version 0.1.0 wrote can be read, and would be written again as it is.

``data/version_1.sql`` and ``data/version_1.zip`` are three runs of ``ada``: one with a variation, a missing one and
marks of hers, one made of that variation and refused, and one that was still being sent.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from orq_ui.history import HistoryStore, Run
from orq_ui.history.error_json import error_to_json
from orq_ui.history.export import export_runs, import_runs
from orq_ui.history.mappers import details_row, picture_rows, run_row
from orq_ui.history.schema import details, pictures, runs
from tests.history.sends import opened
from tests.services.fixtures import Storage

DATA = Path(__file__).parent / "data"
FIRST, SECOND, THIRD = (f"{number:032}" for number in (1, 2, 3))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HistoryStore]:
    """The history that version 0.1.0 left."""
    file = tmp_path / "history.db"
    connection = sqlite3.connect(file)
    connection.executescript((DATA / "version_1.sql").read_text())
    connection.close()
    with opened(Storage(f"sqlite:///{file}", str(tmp_path / "blobs"))) as store:
        yield store


def found(store: HistoryStore, run_id: str) -> Run:
    run = store.run("ada", run_id)
    assert run is not None
    return run


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return json.loads(json.dumps(value))


def test_runs_of_a_database(store: HistoryStore) -> None:
    """Each run is whole."""
    first, second, third = (found(store, run_id) for run_id in (FIRST, SECOND, THIRD))

    assert [line.id for line in store.page("ada").lines] == [THIRD, SECOND, FIRST]
    assert (first.state, first.status, first.duration_ms, first.served) == ("done", 200, 812.5, "azure/dall-e-2")
    assert (first.starred, first.note, first.tags, first.title, first.host) == (
        True,
        "a note",
        ("best", "of 2"),
        "first",
        "emulator",
    )
    assert first.request["odd"] == "\ud800"
    assert first.sent.parts[0].filename == "cat.png"
    assert [type(result).__name__ for result in first.results] == ["StoredPicture", "MissingPicture"]
    assert first.notes == ((0, "media_type_differs", "image/gif"),)
    assert (second.parent and second.parent.run_id, second.parent and second.parent.place) == (FIRST, 0)
    assert second.error is not None
    assert error_to_json(second.error)["trace_id"] == "t1"
    assert (third.state, third.source, third.headers) == ("interrupted", None, ())


@pytest.mark.parametrize("run_id", [FIRST, SECOND, THIRD])
def test_rows_are_written_as_before(store: HistoryStore, run_id: str) -> None:
    """This version writes the rows that version 0.1.0 wrote of the same run."""
    run = found(store, run_id)
    with store._engine.connect() as connection:
        row = connection.execute(select(runs).where(runs.c.id == run_id)).one()._asdict()
        detail = connection.execute(select(details).where(details.c.run == run_id)).one()._asdict()
        shown = connection.execute(select(pictures).where(pictures.c.run == run_id)).mappings().all()

    assert run_row(run, row["server"]) | {"search": "", "deleted_at": None} == row | {"search": ""}
    assert plain(details_row(run)) == {name: value for name, value in detail.items() if value is not None}
    entries = [*run.stored, *(result for result in run.results if result not in run.pictures)]
    by_place = sorted(picture_rows(run_id, entries), key=lambda row: int(row["place"]))
    assert by_place == sorted(map(dict, shown), key=lambda row: int(row["place"]))


def as_read(name: str, data: bytes) -> Any:
    """The JSON of a zip's entry; the first run's without what its address and its masked text tell otherwise.

    It was sent to a live host, which has no ledger, and the key in its `user` is not in the zip.
    """
    value = json.loads(data)
    if name == f"2026-09-21-{FIRST[:8]}/run.json":
        run = value["run"]
        run["brief"] |= {"emulated": False, "host": "api.orq.ai", "served": None}
        run["ledger"] = run["sent"]["digest"] = None
        for part in run["sent"]["parts"]:
            part |= {"size": 0, "sha256": ""} if part["name"] == "user" else {}
    return value


def test_zip() -> None:
    """A zip of version 0.1.0 is read, and written again it has the same entries, but for what was no fact in it."""
    old = BytesIO((DATA / "version_1.zip").read_bytes())
    imported = list(import_runs(old))
    again = BytesIO()
    export_runs([(one.run, lambda place, one=one: one.pictures[place].bytes) for one in imported], again)  # type: ignore[misc]

    assert [one.run.id for one in imported] == [FIRST, SECOND, THIRD]
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(again) as after:
        assert set(after.namelist()) == {name for name in before.namelist() if not name.endswith("ledger.json")}
        for name in after.namelist():
            one, other = before.read(name), after.read(name)
            if name.endswith(".json"):
                assert as_read(name, other) == as_read(name, one)
            elif not name.endswith(".har"):  # which names the version
                assert other == one
