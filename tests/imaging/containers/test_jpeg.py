"""JPEG files as cameras, phones and editors write them, and as cut downloads leave them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS, Picture, picture_warnings, thumbnail
from orq_ui.imaging.containers import jpeg, read_container

Encode = Callable[..., bytes]
SOI, END = b"\xff\xd8", b"\xff\xd9"
PHOTO = Image.effect_mandelbrot((160, 96), (-2, -1.5, 1, 1.5), 40).convert("RGB")


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def photo(**options: object) -> bytes:
    out = BytesIO()
    PHOTO.save(out, "JPEG", quality=90, **options)
    return out.getvalue()


def with_segments(*segments: bytes) -> bytes:
    """Return the photo with segments before all others."""
    return SOI + b"".join(segments) + photo()[2:]


def scans(data: bytes) -> list[jpeg._Segment]:
    return [each for each in jpeg._segments(data) if each.marker == 0xDA]


def with_frame(marker: int, precision: int = 8) -> bytes:
    """Return a photo that says another coding of itself."""
    data = bytearray(photo())
    start = data.index(b"\xff\xc0")
    data[start + 1], data[start + 4] = marker, precision
    return bytes(data)


MANY = [segment(0xE2, b"ICC_PROFILE\0" + bytes([number, 40]) + bytes(65_000)) for number in range(1, 41)]
SHOWN = {
    "XMP in several segments": with_segments(
        *[segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(60_000))] * 30
    ),
    "profile in several segments": with_segments(*MANY),
    "profile that lacks segments": with_segments(*MANY[:7]),
    "profile numbered wrongly": with_segments(*[MANY[3]] * 5),
    "two EXIF segments": with_segments(*[segment(0xE1, b"Exif\0\0" + b"II*\0\x08\0\0\0\0\0" + bytes(60_000))] * 2),
    "broken previews": with_segments(segment(0xE2, b"MPF\0II*\0\xff\xff\xff\xff"), segment(0xE0, b"JFXX\0\x10")),
    "broken JFIF": with_segments(segment(0xE0, b"JFIF\0")),
    "broken Adobe": with_segments(segment(0xEE, b"Adobe\0")),
    "broken Photoshop block": with_segments(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\xff\xff\xff\xff")),
    "long comments": with_segments(*[segment(0xFE, bytes(65_000))] * 40),
    "filling before a marker": SOI + b"\xff" * 50 + photo()[2:],
    "video behind the end": photo() + b"\0\0\0\x18ftypmp42" + bytes(10_000),
    "another picture behind the end": photo() + photo(),
    "half another picture behind the end": photo() + photo()[:500],
    "progressive": photo(progressive=True),
    "restarts": photo(restart_marker_blocks=4),
}


@pytest.mark.parametrize("data", SHOWN.values(), ids=SHOWN)
def test_what_a_browser_shows_is_taken(data: bytes) -> None:
    """It is taken with its bytes unchanged, and it can be shown and converted."""
    picture = Picture.from_bytes(data)

    assert picture.bytes is data
    assert picture.is_complete
    assert picture.media_type == "image/jpeg"
    assert thumbnail(picture)
    assert CONVERSIONS["crop_square"].run(picture).width == PHOTO.height


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_colour_space_is_taken(encoded: Encode, mode: str, progressive: bool) -> None:
    """Grey, colours and print colours decode to the same pixels whatever else was in the file."""
    data = encoded(PHOTO.convert(mode), "JPEG", progressive=progressive)
    bare = read_container(data)

    assert bare is not None
    whole, essence = Image.open(BytesIO(data)), Image.open(BytesIO(bare.essence))
    assert ImageChops.difference(whole, essence).getbbox() is None
    assert Picture.from_bytes(data).width == PHOTO.width


@pytest.mark.parametrize(
    ("marker", "precision", "name"),
    [
        (0xC1, 12, "12-bit JPEG"),
        (0xC3, 8, "lossless JPEG"),
        (0xCB, 8, "lossless JPEG"),
        (0xC5, 8, "hierarchical JPEG"),
    ],
)
def test_a_coding_that_is_not_decoded_is_named(marker: int, precision: int, name: str) -> None:
    """Browsers do not show these either; they are refused by name."""
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(with_frame(marker, precision))

    assert (refused.value.reason, refused.value.detail) == ("wrong_type", name)


@pytest.mark.parametrize("progressive", [False, True])
def test_a_missing_end_marker_is_a_warning(progressive: bool) -> None:
    """A JPEG of which only the end marker is missing is taken, and can be made whole by a conversion."""
    picture = Picture.from_bytes(photo(progressive=progressive).removesuffix(END))
    (warning,) = [each for each in picture_warnings(picture) if each.code == "no_end_marker"]

    assert warning.cures == ("to_png",)
    whole = CONVERSIONS["to_png"].run(picture)
    assert ImageChops.difference(Image.open(BytesIO(whole.bytes)), Image.open(BytesIO(photo()))).getbbox() is None or (
        progressive
    )


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.9])
def test_a_cut_picture_says_how_much_is_missing(kept: float) -> None:
    """What is missing of a baseline JPEG is told in percent of its height."""
    data = photo()
    start = scans(data)[0].body
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(data[: start + round((len(data) - start) * kept)])

    assert refused.value.reason == "truncated"
    assert 0 < int(refused.value.detail.removesuffix(" %")) <= 90


def test_a_progressive_picture_may_lack_detail() -> None:
    """Cut in a later scan it is shown whole, with less detail; cut in the first it lacks its lower part."""
    data = photo(progressive=True)
    first, *_, last = scans(data)

    assert not Picture.from_bytes(data[: (last.body + last.end) // 2]).is_complete
    with pytest.raises(UnusablePicture, match="truncated"):
        Picture.from_bytes(data[: (first.body + first.end) // 2])


def test_endless_scans_are_refused_unseen(encoded: Encode) -> None:
    """A small file of thousands of scans, each of which would decode all pixels, is refused by their number."""
    data = encoded(Image.new("L", (3_000, 3_000)), "JPEG", progressive=True)
    last = scans(data)[-1]
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(data[: last.end] + data[last.start : last.end] * 2_000 + END)

    assert refused.value.reason == "too_many_scans"
    assert int(refused.value.detail) > 2_000


def test_a_progressive_pictures_memory_is_known_from_its_header() -> None:
    """All coefficients of a progressive JPEG are in memory: 1.5 a pixel, of two bytes, with halved colours."""
    container = read_container(photo(progressive=True, subsampling="4:2:0"))
    baseline = read_container(photo(subsampling="4:2:0"))

    assert container is not None
    assert baseline is not None
    assert container.fixed_bytes == 160 * 96 * 3
    assert baseline.fixed_bytes == 0


def test_a_progressive_picture_over_the_memory_bound_is_refused() -> None:
    """Its header alone is read, and the memory that it would take is named."""
    data = bytearray(photo(progressive=True, subsampling="4:4:4"))
    start = data.index(b"\xff\xc2")
    data[start + 5 : start + 9] = struct.pack(">HH", 12_000, 12_000)
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(bytes(data))

    assert refused.value.reason == "too_much_memory"
    assert refused.value.detail.endswith(" MB")
