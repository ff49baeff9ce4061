"""The Variations page, without a browser."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from orq_ui.api import Field, ImageVariationRequest, Kind
from orq_ui.api.base import Number, Optional_, described
from orq_ui.client import Reply
from orq_ui.errors import Refused
from orq_ui.imaging import CONVERSIONS, SAMPLES, Picture
from orq_ui.ui.draft import Draft
from orq_ui.ui.examples import EXAMPLES
from orq_ui.ui.form import WIDGETS
from tests.pages.conftest import Playground
from tests.strategies import picture


def shown_json(playground: Playground) -> Any:
    """The JSON on the page."""
    return json.loads(next(code.value for code in playground.app.code if code.language == "json"))


def test_an_untouched_form_sends_only_what_is_required(playground: Playground) -> None:
    """The first screen shows a body of one field."""
    assert shown_json(playground) == {"model": "openai/dall-e-2"}
    assert playground.app.button(key="send.send").disabled


def test_a_sample_makes_it_ready(playground: Playground) -> None:
    """One click on a sample, and Send is there to be pressed."""
    playground.click(f"picture.sample.{SAMPLES[0].id}")

    assert playground.session.picture is not None
    assert not playground.app.button(key="send.send").disabled
    assert shown_json(playground)["image"].startswith(playground.session.picture.name)


def test_an_upload_is_kept_byte_for_byte(playground: Playground) -> None:
    """What was uploaded is what is sent; the picture's name is kept too."""
    upload = picture("WEBP", 3, 2, "holiday.webp")

    playground.app.file_uploader[0].upload("holiday.webp", upload.bytes)
    playground.run()

    assert playground.session.picture == upload


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("a.png", b"hello", "This is not a picture"), ("b.png", picture().bytes[:40], "damaged")],
)
def test_a_bad_upload_says_why(playground: Playground, name: str, data: bytes, words: str) -> None:
    """A file that cannot be sent is refused with the reason, and no picture is chosen."""
    playground.app.file_uploader[0].upload(name, data)
    playground.run()

    error = playground.app.error[0]
    assert words in f"{error.value} {error.proto.title}"
    assert playground.session.picture is None


def test_a_wide_picture_can_be_made_square(playground: Playground) -> None:
    """The warning names what is odd, and one click on the conversion cures it."""
    playground.use(picture("PNG", 4, 2, "wide.png"))
    assert "Not square" in playground.text

    playground.click("picture.convert.crop_square")

    converted = playground.session.picture
    assert converted is not None
    assert (converted.width, converted.height) == (2, 2)
    assert "Not square" not in playground.text


def test_every_conversion_has_its_button(playground: Playground) -> None:
    """Each conversion that applies is offered by name."""
    wide = picture("JPEG", 4, 2, "wide.jpg")

    playground.use(wide)

    offered = {button.key for button in playground.app.button if button.key}
    expected = {f"picture.convert.{item.id}" for item in CONVERSIONS.values() if item.applies(wide)}
    assert expected
    assert expected <= offered


def test_every_kind_of_field_has_a_widget() -> None:
    """No field can vanish from the form: the widgets and the kinds are the same set."""
    assert set(WIDGETS) == set(Kind)


def every_place(fields: tuple[Field, ...]) -> list[str]:
    """The widget keys of a form in which every list has one row."""
    keys = []
    for field in fields:
        if field.kind is Kind.OBJECT:
            keys += every_place(field.fields)
        elif field.kind is Kind.OBJECTS:
            row = "variations." + ".".join(field.path) + "[0]"
            keys += [f"{row}.{member.name}" for member in field.fields]
        elif field.kind is Kind.PAIRS:
            keys.append("variations." + ".".join(field.path) + "[0].key")
        elif field.kind is not Kind.IMAGE:
            keys.append("variations." + ".".join(field.path))
    return keys


@pytest.mark.parametrize("place", ["orq", "top level"])
def test_every_field_can_be_edited(playground: Playground, place: str) -> None:
    """With everything filled in, each place of the contract has its widget on the page, in both placements."""
    playground.fill("Everything")
    playground.app.segmented_control(key="composer.placement").set_value(place)
    playground.open_groups()

    app = playground.app
    lists = (app.text_input, app.selectbox, app.multiselect, app.segmented_control, app.pills, app.text_area)
    drawn = {widget.key for widgets in lists for widget in widgets}
    fields = Draft().top_fields
    orq = next(field for field in fields if field.name == "orq").fields
    shared = {field.name for field in fields} & {field.name for field in orq}
    wanted = [f for f in fields if f.name not in {*shared, "orq"}]
    wanted += [f for f in orq if f.name not in shared]
    wanted += [f for f in (orq if place == "orq" else fields) if f.name in shared]
    assert set(every_place(tuple(wanted))) - drawn == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_is_what_is_shown(playground: Playground, example: Any) -> None:
    """The body on the page equals the example, and the contract has nothing against it."""
    playground.fill(example.title)
    playground.open_groups()

    assert shown_json(playground) == example.body
    assert playground.session.draft.request().problems() == []


def test_typing_changes_the_body(playground: Playground) -> None:
    """Fields of several kinds go to their places, and leave the body when they are cleared."""
    playground.open_groups()
    app = playground.app
    app.text_input(key="variations.n").input("3")
    app.segmented_control(key="variations.size").set_value("512x512")
    app.text_input(key="variations.orq.retry.count").input("2")
    app.multiselect(key="variations.orq.retry.on_codes").set_value(["429", "503"])
    app.text_input(key="variations.orq.cache.ttl").input("60")
    playground.run()

    body = shown_json(playground)
    app.text_input(key="variations.n").input("")
    app.multiselect(key="variations.orq.retry.on_codes").set_value([])
    app.text_input(key="variations.orq.retry.count").input("")
    playground.run()

    assert body == {
        "model": "openai/dall-e-2",
        "n": 3,
        "size": "512x512",
        "orq": {"retry": {"count": 2, "on_codes": [429, 503]}, "cache": {"type": "exact_match", "ttl": 60}},
    }
    assert shown_json(playground) == {
        "model": "openai/dall-e-2",
        "size": "512x512",
        "orq": {"cache": {"type": "exact_match", "ttl": 60}},
    }


def test_null_is_typed(playground: Playground) -> None:
    """n may be null, and null is a value: it is in the body."""
    playground.app.text_input(key="variations.n").input("null")
    playground.run()

    assert shown_json(playground)["n"] is None


def test_rows_can_be_added_reordered_and_removed(playground: Playground) -> None:
    """Fallbacks are rows with buttons of their own."""
    playground.open_groups()
    playground.click("variations.orq.fallbacks.add")
    playground.app.selectbox(key="variations.orq.fallbacks[0].model").set_value("emulator/riso")
    playground.run()
    playground.click("variations.orq.fallbacks.add")
    playground.app.selectbox(key="variations.orq.fallbacks[1].model").set_value("emulator/neon")
    playground.run()
    playground.click("variations.orq.fallbacks[1].up.icon-only")
    assert shown_json(playground)["orq"]["fallbacks"] == [{"model": "emulator/neon"}, {"model": "emulator/riso"}]

    playground.click("variations.orq.fallbacks[0].remove.icon-only")

    assert shown_json(playground)["orq"]["fallbacks"] == [{"model": "emulator/riso"}]


def test_a_bad_value_blocks_until_it_is_sent_as_it_is(playground: Playground) -> None:
    """n = 99 is named with its limit; the switch sends it all the same, and the router refuses it by name."""
    playground.use()
    playground.app.text_input(key="variations.n").input("99")
    playground.run()
    assert "n must be at most 10" in playground.text
    assert playground.app.button(key="send.send").disabled

    playground.app.toggle(key="send.as_is").set_value(True)
    playground.run()
    playground.send()

    outcome = playground.session.result.outcome  # type: ignore[union-attr]
    assert isinstance(outcome, Refused)
    assert (outcome.status, outcome.param) == (400, "n")
    assert "param: n" in playground.text
    assert playground.session.draft.get(("n",)) == 99


def test_send_shows_the_variations(playground: Playground) -> None:
    """Three pictures are asked for, and three come at the asked size, each with its facts."""
    playground.use()
    playground.app.text_input(key="variations.n").input("3")
    playground.app.segmented_control(key="variations.size").set_value("256x256")
    playground.run()

    playground.send()

    outcome = playground.session.result.outcome  # type: ignore[union-attr]
    assert isinstance(outcome, Reply)
    assert [(entry.width, entry.height) for entry in outcome.pictures if isinstance(entry, Picture)] == [(256, 256)] * 3
    assert "3 of 3 pictures" in playground.text
    assert all(url and url.startswith("/app/static/pictures/") for url in playground.session.shown)


def test_a_result_stays_when_the_form_changes(playground: Playground) -> None:
    """It is marked as older, and not before."""
    playground.use()
    playground.app.segmented_control(key="variations.size").set_value("256x256")
    playground.run()
    playground.send()
    assert "older request" not in playground.text

    playground.app.text_input(key="variations.user").input("ada")
    playground.run()

    assert "older request" in playground.text
    assert "1 of 1 picture" in playground.text


def test_a_variation_can_be_varied(playground: Playground) -> None:
    """The chosen variation becomes the source, as the bytes that came."""
    playground.use()
    playground.app.segmented_control(key="variations.size").set_value("256x256")
    playground.run()
    playground.send()
    came = playground.session.result.outcome.pictures[0]  # type: ignore[union-attr]

    playground.click("result.vary.0")

    assert playground.session.picture == came


def test_moving_to_top_level_moves_the_options(playground: Playground) -> None:
    """The switch moves the shared options and leaves the others."""
    playground.fill("Survive a rate limit")

    playground.app.segmented_control(key="composer.placement").set_value("top level")
    playground.run()

    body = shown_json(playground)
    assert "orq" not in body
    assert body["retry"]["count"] == 3


def test_contact_moves_to_identity(playground: Playground) -> None:
    """The deprecated contact offers to become an identity."""
    playground.session.draft.replace({"model": "m/x", "orq": {"contact": {"id": "c-1", "tags": ["a"]}}})
    playground.open_groups()

    playground.click("variations.orq.contact.move")

    assert shown_json(playground)["orq"] == {"identity": {"id": "c-1", "tags": ["a"]}}


def test_unknown_keys_are_shown_and_can_be_removed(playground: Playground) -> None:
    """A key that the contract does not name is flagged, sent, and goes when it is removed."""
    playground.session.draft.replace({"model": "m/x", "orq": {"tier": "gold"}})
    playground.run()
    assert "orq.tier" in playground.text

    playground.click("variations.orq.tier.remove")

    assert shown_json(playground) == {"model": "m/x"}


def test_odd_values_are_edited_as_json(playground: Playground) -> None:
    """A value that its widget cannot hold is shown raw and stays as it is."""
    body = {"model": "m/x", "size": "9x9", "fallback_on_codes": [500, 500], "orq": {"retry": "often", "cache": []}}
    playground.session.draft.replace(body)
    playground.session.placement = "orq"

    playground.open_groups()

    assert shown_json(playground) == body
    assert playground.app.text_area(key="variations.size.raw").value == '"9x9"'


def test_clear_all_starts_over(playground: Playground) -> None:
    """Everything is taken out of the body; the picture stays."""
    playground.use()
    playground.fill("Everything")

    playground.click("composer.clear")

    assert playground.session.draft.body == {"model": "openai/dall-e-2"}
    assert playground.session.picture is not None


def test_the_pages_are_thin() -> None:
    """A page is a table of contents: at most 60 lines, no definitions, no .py directly in pages/."""
    root = Path(__file__).parents[2] / "pages"
    pages = list(root.rglob("*.py"))

    assert pages
    assert [page for page in pages if page.parent == root] == []
    for page in pages:
        text = page.read_text()
        assert len(text.splitlines()) <= 60
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]


class Stronger(ImageVariationRequest):
    """The request of a later version, with two fields more."""

    strength: Optional_[Number] = described("How far to go from the source.", ge=0, le=1)
    mood: Optional_[str] = described("A word.", group="Prompt")


def test_a_new_field_needs_no_other_edit(playground: Playground) -> None:
    """Fields added to the model are in the form with their limits, and in the body once they are filled in."""
    playground.session.draft.model = Stronger
    playground.open_groups()

    playground.app.text_input(key="variations.strength").input("2")
    playground.app.text_input(key="variations.mood").input("calm")
    playground.run()

    assert shown_json(playground) == {"model": "openai/dall-e-2", "strength": 2, "mood": "calm"}
    assert "strength must be at most 1" in playground.text
