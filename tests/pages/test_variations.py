"""The Variations page, without a browser."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from orq_ui.client import Reply
from orq_ui.errors import Refused
from orq_ui.imaging import CONVERSIONS, SAMPLES, Picture, UnshownPicture
from orq_ui.settings import LIVE_HOSTS
from orq_ui.ui.connection.choice import EMULATOR
from tests.pages.conftest import Playground
from tests.strategies import picture

LIVE = LIVE_HOSTS[0]


def test_an_untouched_form_sends_only_what_is_required(playground: Playground) -> None:
    """The first screen shows a body of one field."""
    assert playground.body == {"model": "emulator/aquarelle"}
    assert playground.app.button(key="send.send").disabled


def test_the_first_look_shows_what_will_come(playground: Playground) -> None:
    """Before the first call there is a heading, an example of a result, and what to do, under the tab that is open."""
    del playground.app.session_state["workbench.tabs"]
    playground.run()

    assert playground.app.title[0].value == "Make variations of a picture with orq.ai"
    assert "Choose a picture, then press **Send**." in playground.text
    (example,) = (part.proto.body for part in playground.app.get("html") if "<figure" in part.proto.body)
    assert example.count("<img") == 5


def test_a_suggested_model_follows_the_connection(playground: Playground) -> None:
    """A fine one at the emulator, none on a live host, where Send says what to do; one that was chosen stays."""
    playground.use()
    playground.session.connection.target = LIVE
    playground.session.connection.typed_key = SecretStr("sk")
    playground.run()
    assert playground.body.keys() == {"image"}
    assert playground.app.button(key="send.send").disabled
    assert "Choose a model first." in playground.text

    playground.session.connection.target = EMULATOR
    playground.run()
    assert playground.body["model"] == "emulator/aquarelle"
    assert not playground.app.button(key="send.send").disabled

    playground.app.selectbox(key="variations.model").set_value("emulator/riso")
    playground.run()
    playground.session.connection.target = LIVE
    playground.run()
    assert playground.body["model"] == "emulator/riso"


def test_a_sample_makes_it_ready(playground: Playground) -> None:
    """One click on a sample, and Send is there to be pressed."""
    playground.click(f"picture.sample.{SAMPLES[0].id}")

    assert playground.session.picture is not None
    assert not playground.app.button(key="send.send").disabled
    assert playground.body["image"].startswith(playground.session.picture.name)


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


def test_a_bad_value_blocks_until_it_is_sent_as_it_is(playground: Playground) -> None:
    """n = 99 is named with its limit; the switch sends it nevertheless, and the router refuses it by name."""
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
    assert all(url and url.startswith("/app/static/history/") for url in playground.session.result_urls)


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
    """The chosen variation becomes the source, as the bytes that came, named after where it came from."""
    playground.use()
    playground.app.segmented_control(key="variations.size").set_value("256x256")
    playground.run()
    playground.send()
    came = playground.session.result.outcome.pictures[0]  # type: ignore[union-attr]
    assert isinstance(came, Picture)

    playground.click("result.vary.0")

    assert playground.session.picture is not None
    assert playground.session.picture.bytes == came.bytes
    assert playground.session.picture.name == "cat-v1.png"


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


def test_what_cannot_be_shown_can_be_saved(playground: Playground) -> None:
    """A variation in a format that is not shown here says so, and its file is there, alone and in the zip."""
    playground.use(picture())
    playground.send()
    job = playground.session.result
    assert job is not None
    assert isinstance(job.outcome, Reply)
    unshown = UnshownPicture(1, "wrong_type", "AVIF", b"\0\0\0\x1cftypavif".ljust(99, b"\0"))
    job.outcome = replace(job.outcome, pictures=(*job.outcome.pictures, unshown))
    playground.session.result_urls = (*playground.session.result_urls, None)
    playground.run()

    (warning,) = (item for item in playground.app.warning if "AVIF" in item.value)
    assert warning.proto.title == "Cannot show picture 2"
    assert "1 of 2 pictures" in playground.text
    labels = {item.proto.id.rpartition("-")[2]: item.proto.label for item in playground.app.get("download_button")}
    assert labels["result.save.1"] == "Save"
    assert labels["result.zip"] == "All as zip"
