"""Pictures with content credentials have a badge, and nothing voids these unasked."""

from dataclasses import replace

import pytest

from orq_ui.client import Reply
from orq_ui.imaging import Picture
from orq_ui.ui.gallery.embedded_request import zip_with_request
from tests.content_credentials import judged, signed
from tests.pages.conftest import Playground
from tests.strategies import FORMATS, picture

BADGE = "Content credentials"
INSTEAD = "would void its content credentials"


def answer(playground: Playground, *pictures: Picture, source: Picture | None = None) -> None:
    """Send, and let the reply have these pictures."""
    playground.use(source)
    playground.app.segmented_control(key="variations.size").set_value("256x256")
    playground.run()
    playground.send()
    job = playground.session.result
    assert job is not None
    assert isinstance(job.outcome, Reply)
    job.outcome = replace(job.outcome, pictures=pictures)
    playground.session.result_urls = playground.session.result_urls[:1] * len(pictures)
    playground.run()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_signed_upload_has_a_badge_and_goes_out_unbroken(playground: Playground, kind: str) -> None:
    """What is sent is what the judge finds valid; the help of each conversion says what it costs."""
    found, _ = signed(kind)
    playground.app.file_uploader[0].upload(found.name, found.bytes)
    playground.run()

    assert playground.text.count(BADGE) == 1
    sent = playground.session.picture
    assert sent is not None
    assert judged(sent.bytes, sent.media_type).state == "Valid"
    if kind != "PNG":
        conversion = playground.app.button(key="picture.convert.to_png")
        assert "no content credentials" in conversion.help
        playground.click("picture.convert.to_png")
        assert BADGE not in playground.text


def test_a_plain_picture_has_no_badge(playground: Playground) -> None:
    """Nor does its conversion speak of what is not there."""
    playground.use(picture("JPEG", 2, 2, "cat.jpg"))

    assert BADGE not in playground.text
    assert "credentials" not in playground.app.button(key="picture.convert.to_png").help


def test_each_signed_variation_has_a_badge(playground: Playground) -> None:
    """In the grid and large, where the request is offered beside the picture; not for the others."""
    answer(playground, signed("PNG")[0], picture(), signed("WEBP", remote=True)[0])

    assert playground.text.count(BADGE) == 2

    playground.click("result.view.0")
    assert playground.text.count(BADGE) == 3
    assert INSTEAD in playground.text

    playground.click("result.view.1")
    assert INSTEAD not in playground.text


def test_a_signed_source_has_its_badge_in_the_grid_too(playground: Playground) -> None:
    """Where it is shown before the variations."""
    answer(playground, picture(), source=signed("JPEG")[0])
    assert playground.text.count(BADGE) == 1

    playground.app.toggle(key="result.source").set_value(True)
    playground.run()

    assert playground.text.count(BADGE) == 2


def test_the_zip_dropped_on_the_page_brings_both_back(playground: Playground) -> None:
    """The picture is the source, unbroken, and its request waits to be put into the form."""
    found, _ = signed("JPEG")
    answer(playground, found)
    job = playground.session.result
    assert job is not None
    saved = zip_with_request(job, found, 0)
    playground.session.drop_picture()
    playground.session.load_body({"model": "emulator/neon", "n": 3})
    playground.run()

    playground.app.file_uploader[0].upload("signed-with-request.zip", saved)
    playground.run()

    assert playground.session.picture is not None
    assert playground.session.picture.bytes == found.bytes
    assert playground.session.picture.name == found.name
    playground.click("incoming.accept")
    assert playground.session.draft.body == job.request.sent()


def test_another_zip_says_why_it_is_refused(playground: Playground) -> None:
    """And where zips of runs belong."""
    playground.app.file_uploader[0].upload("a.zip", b"PK\3\4 and so on")
    playground.run()

    error = playground.app.error[0]
    assert "one picture with its request" in error.proto.title
    assert "History page" in error.value
