"""Presets on the Variations page, without a browser."""

import json
from typing import Any

from orq_ui.presets import BUILT_IN_PRESETS, Preset, dump_presets
from tests.pages.conftest import Playground

BODY: dict[str, Any] = {"model": "emulator/neon", "n": 3, "seed": 7, "retry": {"count": 2}}


def open_presets(playground: Playground) -> None:
    """Open the menu, and unfold what can be done with presets."""
    playground.opened = ("start.popover", "presets.group")
    playground.run()


def test_a_preset_is_applied(playground: Playground) -> None:
    """Its options take the place of the form's; the request's own fields stay."""
    playground.session.draft.replace(BODY)
    open_presets(playground)

    playground.click("presets.apply")

    assert playground.session.draft.body == {
        "model": "emulator/neon",
        "n": 3,
        "seed": 7,
        "orq": BUILT_IN_PRESETS[0].options,
    }


def test_the_forms_options_are_kept_under_a_name(playground: Playground) -> None:
    """Kept, they are among the presets with what counts of both places."""
    playground.session.draft.replace(BODY)
    open_presets(playground)
    playground.app.text_input(key="presets.name").input("mine")

    playground.click("presets.keep")

    assert playground.session.presets["mine"].options == {"retry": {"count": 2}}


def test_presets_come_from_a_file(playground: Playground) -> None:
    """A good file adds its presets, a bad one is named and adds none."""
    open_presets(playground)
    uploader = next(item for item in playground.app.file_uploader if item.key == "presets.file")
    uploader.upload("mine.json", dump_presets((Preset("theirs", {"name": "x"}),)).encode())
    playground.run()
    assert "theirs" in playground.session.presets

    uploader = next(item for item in playground.app.file_uploader if item.key == "presets.file")
    uploader.upload("bad.json", json.dumps({"kind": "other"}).encode())
    playground.run()

    assert playground.session.presets_error.startswith("file")


def test_own_presets_are_kept(playground: Playground) -> None:
    """Another tab of the same person has them; deleted, they are gone there, too."""
    playground.session.draft.replace(BODY)
    open_presets(playground)
    playground.app.text_input(key="presets.name").input("mine for good")
    playground.click("presets.keep")

    other = Playground()
    open_presets(other)
    assert other.session.presets["mine for good"].options == {"retry": {"count": 2}}

    other.app.selectbox(key="presets.chosen").set_value("mine for good")
    other.run()
    other.click("presets.delete")
    playground.run()
    assert "mine for good" not in playground.session.presets
