"""Import, storage, a history that is away, and text by others."""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from orq_ui.history import SOURCE
from orq_ui.history.export.zip_export import export_runs
from orq_ui.settings import Settings
from orq_ui.ui.server.history import History
from orq_ui.ui.services import Services, serving
from tests.pages.history.history_page import SOMEBODY, Desk, hostile, packed


def test_import(desk: Desk) -> None:
    """A zip of runs is taken in once; the second time they are said to be here."""
    content = packed(desk)
    desk.look()

    _upload(desk, content)
    assert "1 run imported." in desk.text
    assert len(desk.rows()) == 1
    assert "imported" in desk.markup

    _upload(desk, content)
    assert "It was here already." in desk.text
    assert len(desk.rows()) == 1


def test_what_came_in_is_to_be_seen(desk: Desk) -> None:
    """Filters that were set are dropped; with the next ones the news goes."""
    content = packed(desk)
    desk.keep()
    desk.look()
    desk.tab.app.text_input(key="history.text").input("zebra")
    desk.tab.run()
    assert desk.rows() == []

    _upload(desk, content)
    assert "1 run imported." in desk.text
    assert len(desk.rows()) == 2
    desk.tab.app.text_input(key="history.text").input("dall-e")
    desk.tab.run()

    assert "imported." not in desk.text


def test_what_was_told_is_told_once(desk: Desk) -> None:
    """An opened run is not said to be imported."""
    content = packed(desk)
    desk.look()
    _upload(desk, content)

    desk.tab.click(f"history.open.{desk.rows()[0]}.icon-only")
    assert "1 run imported." not in desk.text
    desk.tab.click("history.back")

    assert "1 run imported." not in desk.text


def test_importing_something_else(desk: Desk) -> None:
    """What is wrong with a file is said in words."""
    desk.look()

    _upload(desk, b"not a zip at all")

    assert "Nothing could be imported" in desk.text
    assert "This is not a zip file" in desk.text


def test_importing_a_bad_run_among_others(desk: Desk) -> None:
    """The others are taken in, and the bad one is named."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as bad, zipfile.ZipFile(BytesIO(packed(desk))) as good:
        bad.writestr("first/run.json", "[")
        for name in good.namelist():
            bad.writestr(name, good.read(name))
    desk.look()

    _upload(desk, content.getvalue())

    assert len(desk.rows()) == 1
    assert "Not everything could be imported" in desk.text
    assert "runs.zip: first/run.json" in desk.text
    assert "1 run imported." in desk.text


def test_importing_what_was_just_deleted(desk: Desk) -> None:
    """It comes out of the bin, once, and there is nothing left to undo."""
    made = desk.keep(results=2)
    run = desk.kept(made)
    assert run.source is not None
    pictures = {place: desk.store.picture(desk.owner.id, kept, made) for place, kept in enumerate(run.pictures)}
    pictures[SOURCE] = desk.store.picture(desk.owner.id, run.source, made)
    out = BytesIO()
    export_runs([(run, lambda place: pictures[place].bytes)], out)
    desk.look(made)
    desk.tab.click("history.delete")
    assert "history.undo" in desk.buttons()

    _upload(desk, out.getvalue())

    assert desk.rows() == [made]
    assert "1 run imported." in desk.text
    assert "history.undo" not in desk.buttons()


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (lambda run: run["request"].update(model="another/model"), False),  # the parts say which model it is
        (lambda run: run["brief"].update(note="mine", tags=["x"], starred=True), False),
        (lambda run: run["response"].update(extra=1), True),
        (lambda run: run["brief"].update(status=500), True),
        (lambda run: run["sent"]["parts"][1].update(text="another/model"), True),
    ],
)
def test_importing_another_run_of_a_known_id(
    desk: Desk, change: Callable[[dict[str, Any]], None], is_told: bool
) -> None:
    """The run that is here stays as it is; where the zip's tells of another call, that is said."""
    run_id = desk.keep()
    before, out = desk.kept(run_id), BytesIO()
    export_runs([(before, partial(desk.store.picture_bytes, desk.owner.id, run_id))], out)
    desk.look()
    _upload(desk, _edited(out, change))

    assert ("tells of another call" in desk.text) is is_told
    assert ("It was here already" in desk.text) is not is_told
    assert desk.kept(run_id) == before
    assert desk.store.page(desk.owner.id).total == 1


def _edited(zipped: BytesIO, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A zip of one run with its manifest changed."""
    out = BytesIO()
    with zipfile.ZipFile(zipped) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("/run.json"):
                manifest = json.loads(data)
                change(manifest["run"])
                data = json.dumps(manifest).encode()
            new.writestr(name, data)
    return out.getvalue()


def test_storage_and_deleting_everything(desk: Desk) -> None:
    """Usage and limits are told; everything goes only after a second click."""
    desk.keep()
    theirs = desk.keep(owner=SOMEBODY)
    desk.look()
    for key in ("history.erase", "history.erase.yes"):
        desk.tab.app.session_state["history.storage"] = True
        desk.tab.run()
        assert "1 run, " in desk.text
        assert "5.0 GB kept" in desk.text
        desk.tab.app.session_state["history.storage"] = True
        desk.tab.click(key)

    assert "Nothing is kept yet" in desk.text
    assert desk.store.page(desk.owner.id).total == 0
    assert desk.store.owner_of(theirs) == SOMEBODY


def test_the_line_of_usage_follows(desk: Desk) -> None:
    """What is kept is counted anew after each change, and not without one."""
    run_id = desk.keep()
    desk.look()
    assert re.search(r"^1 run, \d+ B of 5\.0 GB kept$", desk.text, re.MULTILINE)
    counted = desk.tab.session.history.counted
    desk.tab.run()
    assert desk.tab.session.history.counted is counted

    desk.keep()
    desk.look()
    assert "2 runs, " in desk.text
    desk.store.delete(desk.owner.id, [run_id])
    desk.look()

    assert "1 run, " in desk.text


def test_the_history_is_away(desk: Desk, services: Services) -> None:
    """Without its database the page says so, and where to go on."""
    away = History(Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"))

    with serving(replace(services, history=away)):
        desk.look()
    away.close()

    assert "The history is not available" in desk.text
    assert "You can still send calls" in desk.text
    assert "127.0.0.1:1" not in desk.text


def test_hostile_text_stays_text(desk: Desk) -> None:
    """Names, notes, tags, models, hosts, errors and ledgers of others are never markup, on any part of the page."""
    run, pictures = hostile(desk)
    made, _ = desk.store.import_run(desk.owner.id, run, pictures)
    other = desk.keep()

    desk.look()
    _expect_no_trap(desk)
    desk.look(made)
    for name in ("Result", "JSON", "Request", "Ledger", "Reply", "Lineage", "Notes"):
        desk.open_tab(name)
        _expect_no_trap(desk)
    desk.look(made, other)

    _expect_no_trap(desk)


def _expect_no_trap(desk: Desk) -> None:
    rendered = ("markdown", "caption", "title", "subheader", "error", "warning", "info", "success", "html")
    for kind in rendered:
        for item in desk.tab.app.get(kind):
            text = str(item.proto.body) + getattr(item.proto, "title", "")
            assert "<img src=x" not in text
            assert kind == "html" or "evil.example" not in text, text
    for kind in ("button", "checkbox", "expander", "tab"):
        for item in desk.tab.app.get(kind):
            assert "evil.example" not in str(getattr(item, "label", ""))
            assert "evil.example" not in str(getattr(item, "help", ""))


def _upload(desk: Desk, content: bytes) -> None:
    desk.tab.app.session_state["history.import"] = True
    desk.tab.run()
    desk.tab.app.session_state["history.import"] = True
    desk.tab.app.file_uploader[0].set_value(("runs.zip", content, "application/zip"))
    desk.tab.run()
