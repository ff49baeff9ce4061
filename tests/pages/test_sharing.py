"""Links and presets on the Variations page, without a browser."""

import json
from typing import Any

from orq_ui.api import ImageVariationRequest
from orq_ui.link import token_of
from orq_ui.presets import BUILT_IN, Preset, as_file
from tests.pages.conftest import Playground

BODY: dict[str, Any] = {"model": "emulator/neon", "n": 3, "seed": 7, "retry": {"count": 2}}


def open_link(playground: Playground, token: str) -> None:
    """Come by a link."""
    playground.app.query_params["request"] = token
    playground.run()


def test_a_link_shows_what_it_holds_first(playground: Playground) -> None:
    """The form stays as it is until the person says so; then it holds the request, unknown keys and all."""
    open_link(playground, token_of(ImageVariationRequest.as_is(BODY)))
    assert playground.session.draft.body == {"model": "openai/dall-e-2"}
    assert "seed" in playground.text

    playground.click("incoming.accept")

    assert playground.session.draft.body == BODY
    assert playground.session.placement == "top level"
    assert playground.session.incoming is None


def test_a_link_can_be_left(playground: Playground) -> None:
    """Dismissed, it is gone, and the form was never touched."""
    open_link(playground, token_of(ImageVariationRequest.as_is(BODY)))

    playground.click("incoming.dismiss")

    assert playground.session.draft.body == {"model": "openai/dall-e-2"}
    assert playground.session.incoming is None


def test_a_link_waits_while_pages_are_switched(playground: Playground) -> None:
    """Looking at another page first loses nothing."""
    open_link(playground, token_of(ImageVariationRequest.as_is(BODY)))

    playground.open("setup/connection")
    playground.open("play/variations")
    playground.click("incoming.accept")

    assert playground.session.draft.body == BODY


def test_a_hostile_link_gets_a_message(playground: Playground) -> None:
    """Nothing can be accepted, and the reason is told."""
    open_link(playground, "9.<script>alert(1)</script>")

    assert "version 9" in playground.text
    assert not [button for button in playground.app.button if button.key == "incoming.accept"]


def open_presets(playground: Playground) -> None:
    """Unfold the presets."""
    playground.app.session_state["presets.group"] = True
    playground.run()
    playground.app.session_state["presets.group"] = True


def test_a_preset_is_applied(playground: Playground) -> None:
    """Its options take the place of the form's; the request's own fields stay."""
    playground.session.draft.replace(BODY)
    open_presets(playground)

    playground.click("presets.apply")

    assert playground.session.draft.body == {"model": "emulator/neon", "n": 3, "seed": 7, "orq": BUILT_IN[0].options}


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
    uploader.upload("mine.json", as_file((Preset("theirs", {"name": "x"}),)).encode())
    playground.run()
    assert "theirs" in playground.session.presets

    playground.app.session_state["presets.group"] = True
    uploader = next(item for item in playground.app.file_uploader if item.key == "presets.file")
    uploader.upload("bad.json", json.dumps({"kind": "other"}).encode())
    playground.app.session_state["presets.group"] = True
    playground.run()

    assert playground.session.presets_error.startswith("file")
