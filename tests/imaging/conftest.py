from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from orq_ui.imaging import Picture

NAMES = {"PNG": "cat.png", "WEBP": "cat.webp", "JPEG": "cat.jpg"}


def encode(image: Image.Image, format: str, *, orientation: int = 1, **options: object) -> bytes:  # noqa: A002
    """The image's bytes, with an EXIF orientation where it is not 1."""
    if orientation != 1:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = orientation
        options["exif"] = exif
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def make(
    format: str = "PNG",  # noqa: A002
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    *,
    name: str | None = None,
    orientation: int = 1,
    **options: object,
) -> Picture:
    """A picture with a bright left edge, so that a turn can be seen."""
    image = Image.new("RGB", size, "#204060")
    image.paste("#f0c040", (0, 0, max(1, size[0] // 4), size[1]))
    data = encode(image.convert(mode), format, orientation=orientation, **options)
    return Picture.from_bytes(data, name or NAMES[format])


@pytest.fixture(scope="session")
def encoded() -> Callable[..., bytes]:
    return encode


@pytest.fixture(scope="session")
def made() -> Callable[..., Picture]:
    return make
