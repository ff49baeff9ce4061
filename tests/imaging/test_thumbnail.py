from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageStat

from orq_ui.imaging import Picture, thumbnail

Make = Callable[..., Picture]


def shown(picture: Picture, side: int = 256) -> Image.Image:
    return Image.open(BytesIO(thumbnail(picture, side)))


def mean(image: Image.Image) -> float:
    return ImageStat.Stat(image).mean[0]


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "1"), ("PNG", "LA"), ("WEBP", "RGBA"), ("JPEG", "RGB"), ("JPEG", "CMYK")]
)
def test_the_long_side_is_the_asked_one(made: Make, kind: str, mode: str) -> None:
    """Every kind of picture becomes a small WebP of the same shape."""
    image = shown(made(kind, (1200, 600), mode), 100)

    assert (image.format, image.size) == ("WEBP", (100, 50))


def test_a_small_picture_keeps_its_size(made: Make) -> None:
    """Nothing is blown up."""
    assert shown(made("PNG", (30, 20))).size == (30, 20)


def test_a_thumbnail_is_upright(made: Make) -> None:
    """A photograph taken sideways is shown as it was seen: the bright edge is on top."""
    image = shown(made("JPEG", (400, 200), orientation=6), 100).convert("L")

    assert image.size == (50, 100)
    assert mean(image.crop((0, 0, 50, 20))) > 150 > mean(image.crop((0, 30, 50, 100)))


def test_transparency_stays(made: Make, encoded: Callable[..., bytes]) -> None:
    """A transparent picture has a transparent thumbnail."""
    picture = Picture.from_bytes(encoded(Image.new("RGBA", (600, 600), (10, 20, 30, 0)), "PNG"))

    assert shown(picture).getchannel("A").getpixel((5, 5)) == 0
