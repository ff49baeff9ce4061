"""WebP files: what is beside the picture, and their sizes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS, Picture, thumbnail
from orq_ui.imaging.containers import read_container

Encode = Callable[..., bytes]
PHOTO = Image.linear_gradient("L").resize((40, 30))


def webp(mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    PHOTO.convert(mode).save(out, "WEBP", **options)
    return out.getvalue()


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """Return the picture with one more chunk at its end."""
    data = webp(xmp=b"<x/>") + kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) & 1)
    return data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:]


@pytest.mark.parametrize(
    "data",
    [
        webp(),
        webp("RGBA", lossless=True),
        webp("RGBA"),
        webp(xmp=bytes(3_000_000)),
        webp(icc_profile=bytes(3_000_000)),
        webp(exif=b"Exif\0\0" + bytes(70_000)),
        with_chunk(b"JUNK", bytes(999)),
        webp() + b"trailing bytes",
        with_chunk(b"EXIF", b"broken")[:-3],
    ],
    ids=["plain", "lossless", "alpha", "XMP", "profile", "EXIF", "unknown", "trailing", "cut behind the pixels"],
)
def test_what_a_browser_shows_is_taken(data: bytes) -> None:
    """It is taken with its bytes unchanged, and it can be shown and converted."""
    picture = Picture.from_bytes(data)

    assert picture.bytes is data
    assert (picture.width, picture.height) == PHOTO.size
    assert thumbnail(picture)
    assert CONVERSIONS["crop_square"].run(picture).width == PHOTO.height


def test_an_animation_of_one_frame_is_a_picture(encoded: Encode) -> None:
    """The frames are counted, not the flag that says animation."""
    data = encoded(PHOTO, "WEBP", save_all=True, append_images=[PHOTO.rotate(180)], duration=100)
    second = data.rindex(b"ANMF")
    one = data[:4] + (second - 8).to_bytes(4, "little") + data[8:second]

    with pytest.raises(UnusablePicture, match="animated"):
        Picture.from_bytes(data)
    assert Picture.from_bytes(one).width == PHOTO.width


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_one_is_refused(share: float) -> None:
    """A WebP of which pixels are missing is not shown by browsers at all."""
    data = webp(quality=100)
    with pytest.raises(UnusablePicture, match="truncated"):
        Picture.from_bytes(data[: round(len(data) * share)])


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0"}], ids=["VP8", "VP8L", "VP8X"])
def test_the_size_is_read_of_every_header(options: dict[str, Any]) -> None:
    """Sizes and memory are known before any pixel is decoded; lossless decoding takes more."""
    container = read_container(webp("RGB", **options))

    assert container is not None
    assert (container.width, container.height) == PHOTO.size
    assert container.bytes_per_pixel == (20 if "lossless" in options else 16)
