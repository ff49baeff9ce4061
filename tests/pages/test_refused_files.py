"""What cannot be the picture: its reason is on the page, and nothing else is lost."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest
from PIL import Image

from orq_ui.imaging.convert_refused import can_read_heif
from orq_ui.ui.text.quantities import size
from tests.pages.conftest import Playground
from tests.strategies import picture

GOOD = picture("PNG", 2, 2, "good.png")


def encoded(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 32), "#f0c040").save(out, kind)
    return out.getvalue()


def upload(playground: Playground, name: str, data: bytes) -> None:
    if playground.session.picture is not None:
        playground.app.session_state[f"picture.another.{playground.session.uploads}"] = True
        playground.run()
    playground.app.file_uploader[0].upload(name, data)
    playground.run()


def reason(playground: Playground) -> str:
    (error,) = playground.app.error
    return f"{error.proto.title} {error.value}"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC/HEIF"),
        ("photo.png", encoded("GIF"), "GIF"),
        ("cut.png", GOOD.bytes[:50], "damaged"),
        ("text.jfif", b"hello", "not a picture"),
        ("huge.jpg", GOOD.bytes.ljust(60_000_000, b"\0"), "60.0 MB"),
    ],
    ids=["HEIC", "GIF", "cut", "text", "60 MB"],
)
def test_a_refused_file_leaves_the_good_one_where_it_is(
    playground: Playground, name: str, data: bytes, words: str
) -> None:
    """The reason is on the page with the file's name and size; the picture in use stays."""
    playground.use(GOOD)

    upload(playground, name, data)

    assert words in reason(playground)
    assert f"{name}, {size(len(data))}:" in playground.text
    assert "The picture in use is unchanged." in playground.text
    assert playground.session.picture == GOOD
    assert not playground.app.button(key="send.send").disabled


def test_another_file_can_be_chosen_at_once(playground: Playground) -> None:
    """The uploader stays open after a refusal, and is closed again by a good picture."""
    playground.use(GOOD)
    upload(playground, "a.gif", encoded("GIF"))
    assert len(playground.app.file_uploader) == 1

    playground.app.file_uploader[0].upload("good.png", GOOD.bytes)
    playground.run()

    assert not playground.app.error
    assert not playground.app.file_uploader


def test_without_the_package_it_says_how_to_get_it(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HEIC cannot be decoded there is no button, but the name of the extra to install."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    can_read_heif.cache_clear()
    try:
        upload(playground, "photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    finally:
        can_read_heif.cache_clear()

    assert "orq-ui[heif]" in reason(playground)
    assert "picture.refused.to_png" not in [button.key for button in playground.app.button]


def test_the_newest_refusal_is_the_one_shown(playground: Playground) -> None:
    """A second refused file replaces the first one's reason."""
    upload(playground, "a.gif", encoded("GIF"))
    upload(playground, "b.png", GOOD.bytes.ljust(60_000_000, b"\0"))

    assert "60.0 MB" in reason(playground)
    assert "a.gif" not in playground.text


def test_a_good_picture_ends_the_refusal(playground: Playground) -> None:
    """The reason goes when a picture is taken, and when it is dismissed."""
    upload(playground, "a.gif", encoded("GIF"))
    upload(playground, "good.png", GOOD.bytes)
    assert not playground.app.error

    upload(playground, "a.gif", encoded("GIF"))
    assert playground.app.error
    playground.click("picture.refused.dismiss")

    assert not playground.app.error
    assert playground.session.picture is not None
    assert playground.session.picture.bytes == GOOD.bytes


@pytest.mark.parametrize("kind", ["TIFF", "AVIF", "HEIF", "GIF"])
def test_another_format_is_converted_on_a_click(playground: Playground, kind: str) -> None:
    """Only the click converts, and the page says what it was converted from."""
    assert can_read_heif()
    upload(playground, f"photo.{kind.lower()}", encoded(kind))
    assert playground.app.button(key="send.send").disabled

    playground.click("picture.refused.to_png")

    assert playground.session.picture is not None
    assert (playground.session.picture.name, playground.session.picture.media_type) == ("photo.png", "image/png")
    assert f"Converted to PNG, upright, from {'HEIC/HEIF' if kind == 'HEIF' else kind}" in playground.text
    assert not playground.app.error


def test_a_conversion_that_fails_says_why(playground: Playground) -> None:
    """A damaged file of another format has the button; pressing it gives the reason instead of a picture."""
    playground.use(GOOD)
    upload(playground, "photo.tif", encoded("TIFF")[:40])

    playground.click("picture.refused.to_png")

    assert "cannot be converted" in reason(playground)
    assert playground.session.picture == GOOD
    assert "picture.refused.to_png" not in [button.key for button in playground.app.button]


def test_a_name_is_no_markup(playground: Playground) -> None:
    """The refused file's name is shown as plain text."""
    upload(playground, "![x](http://127.0.0.1:9/y).gif", encoded("GIF"))

    (line,) = [text.value for text in playground.app.text if ".gif" in text.value]
    assert line.startswith("![x](http://127.0.0.1:9/y).gif, ")
