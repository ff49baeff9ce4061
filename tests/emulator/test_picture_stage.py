"""Pictures that are missing, broken or of another kind."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.emulator.harness import Send, error_of


def animation() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def gif() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", gif(), animation()], ids=["empty", "text", "gif", "animated"]
)
def test_a_bad_picture(vary: Send, content: bytes) -> None:
    """The picture is judged by its content, whatever its name and type claim."""
    assert error_of(vary(files={"image": ("a.png", content, "image/png")}))[::2] == (400, "image")


def test_a_truncated_picture(vary: Send, png: bytes) -> None:
    """Half a PNG is refused."""
    assert error_of(vary(files={"image": ("a.png", png[: len(png) // 2], "image/png")}))[::2] == (400, "image")


def test_no_picture(vary: Send, png: bytes) -> None:
    """A missing image is refused, and so is one that is a mere field."""
    missing = vary(files={"user": (None, "x")})
    field = vary(files={"image": (None, png, "image/png")})

    assert error_of(missing)[::2] == (400, "image")
    assert error_of(field)[::2] == (400, "image")
