"""What a request is started from, and how that is undone."""

from orq_ui.imaging import SAMPLES, Picture
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario
from orq_ui.ui.variations.examples import EXAMPLES
from tests.pages.conftest import Playground
from tests.strategies import picture

STORY = "primary-down"


def scenario(playground: Playground) -> Scenario | None:
    """What the models do in this session."""
    return playground.session.connection.scenario


def source(playground: Playground) -> Picture | None:
    """The picture to vary."""
    return playground.session.picture


def open_menu(playground: Playground) -> None:
    """Open the menu for the next click; the driver closes it again."""
    playground.app.session_state["start.popover"] = True
    playground.run()


def test_the_menu_says_what_each_does(playground: Playground) -> None:
    """Three headings, and every example and story below them; closed, it draws none of it."""
    assert "**Examples**" not in playground.text

    open_menu(playground)

    for heading in ("**Examples**: a request", "**Stories**: a request, and models", "**Presets**: router options"):
        assert heading in playground.text
    keys = {button.key for button in playground.app.button}
    assert {f"start.example.{name}" for name in EXAMPLES} <= keys
    assert {f"start.story.{name}" for name in BUILT_IN_SCENARIOS} <= keys


def test_an_example_ends_a_story(playground: Playground) -> None:
    """A story plays until another request is put in; a scenario that was chosen by hand stays."""
    open_menu(playground)
    playground.click(f"start.story.{STORY}")
    assert scenario(playground) == BUILT_IN_SCENARIOS[STORY].scenario
    assert playground.session.draft.body == BUILT_IN_SCENARIOS[STORY].body

    open_menu(playground)
    playground.click("start.example.Minimal")
    assert scenario(playground) is None
    assert playground.body["model"] == EXAMPLES["Minimal"]["model"]

    playground.session.connection.scenario = BUILT_IN_SCENARIOS[STORY].scenario
    open_menu(playground)
    playground.click("start.example.Everything")
    assert scenario(playground) == BUILT_IN_SCENARIOS[STORY].scenario


def test_clear_all_is_undone(playground: Playground) -> None:
    """One click brings the form and its story back, and another one clears it again."""
    open_menu(playground)
    playground.click(f"start.story.{STORY}")
    before = playground.session.draft.body

    playground.click("composer.clear")
    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    assert scenario(playground) is None

    playground.click("composer.undo")
    assert playground.session.draft.body == before
    assert scenario(playground) == BUILT_IN_SCENARIOS[STORY].scenario

    playground.click("composer.undo")
    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    assert playground.session.draft.is_model_open


def test_nothing_to_undo_is_not_offered(playground: Playground) -> None:
    """A fresh form, and the first picture, replace nothing."""
    playground.click(f"picture.sample.{SAMPLES[0].id}")

    assert "composer.undo" not in {button.key for button in playground.app.button}


def test_a_crop_is_undone(playground: Playground) -> None:
    """The picture as it was is back, byte for byte; so is one that was removed."""
    wide = picture("PNG", 4, 2, "wide.png")
    playground.use(wide)
    playground.click("picture.convert.crop_square")
    assert source(playground) != wide

    playground.click("composer.undo")
    assert source(playground) == wide

    playground.click("picture.remove")
    assert source(playground) is None
    playground.click("composer.undo")
    assert source(playground) == wide


def test_typing_is_not_lost_by_undo(playground: Playground) -> None:
    """What was typed since a replacement is what a second click brings back."""
    playground.fill("Minimal")
    playground.app.text_input(key="variations.user").input("ada")
    playground.run()

    playground.click("composer.undo")
    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    playground.click("composer.undo")
    assert playground.session.draft.body == {**EXAMPLES["Minimal"], "user": "ada"}
