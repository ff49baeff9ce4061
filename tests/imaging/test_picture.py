from __future__ import annotations

import hashlib
import struct
import threading
import warnings
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import get_args
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from orq_ui.emulator.drawing.load import load_source
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import (
    CONVERSIONS,
    EXTENSIONS,
    MAX_BYTES,
    MAX_PIXELS,
    Picture,
    WarningCode,
    picture_warnings,
    thumbnail,
)
from orq_ui.imaging.pillow_warnings import suppress_warnings

Encode = Callable[..., bytes]
Make = Callable[..., Picture]
FORMATS = {"PNG": "image/png", "WEBP": "image/webp", "JPEG": "image/jpeg"}
STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"RIFF\x24\0\0\0WEBPVP8X", b"GIF89a", b"BM", b"II*\0")


def refusal(data: bytes, name: str = "cat.png") -> UnusablePicture:
    with pytest.raises(UnusablePicture) as caught:
        Picture.from_bytes(data, name)
    return caught.value


def png_header(width: int, height: int, *, grey: bool = False) -> bytes:
    """A PNG that claims a size and holds no pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0 if grey else 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def zipped() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("cat.png", b"not here")
    return out.getvalue()


@given(st.sampled_from(sorted(FORMATS)), st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_bytes_stay_as_they_came(encoded: Encode, kind: str, width: int, height: int, random: Random) -> None:
    """Any picture of the three types keeps every byte, and its type and size come from its content."""
    image = Image.frombytes("RGB", (width, height), random.randbytes(width * height * 3))
    data = encoded(image, kind)
    picture = Picture.from_bytes(data, "whatever.txt")

    assert picture.bytes is data
    assert (picture.media_type, picture.width, picture.height) == (FORMATS[kind], width, height)
    assert picture.sha256 == hashlib.sha256(data).hexdigest()
    assert picture.media_type in EXTENSIONS


@given(st.binary(max_size=400), st.sampled_from([b"", *STARTS]))
@example(b"", b"GIF89a")
@settings(max_examples=300, deadline=None)
def test_junk_is_refused_and_nothing_else_happens(junk: bytes, start: bytes) -> None:
    """Random bytes, also behind a known beginning, only ever raise UnusablePicture."""
    try:
        picture = Picture.from_bytes(start + junk)
    except UnusablePicture:
        return

    assert picture.bytes == start + junk


@given(st.sampled_from(sorted(FORMATS)), st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_picture_is_taken_or_refused(encoded: Encode, kind: str, data: st.DataObject) -> None:
    """A valid picture with bytes changed at any place is a picture or an UnusablePicture, never another error."""
    damaged = bytearray(encoded(Image.linear_gradient("L").resize((32, 24)).convert("RGB"), kind, orientation=6))
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = Picture.from_bytes(bytes(damaged))
    except UnusablePicture:
        return

    assert 1 <= picture.orientation <= 8


@pytest.mark.parametrize(
    ("kind", "reason", "detail"),
    [
        ("GIF", "wrong_type", "GIF"),
        ("BMP", "wrong_type", "BMP"),
        ("TIFF", "wrong_type", "TIFF"),
        ("ICO", "wrong_type", "ICO"),
        ("AVIF", "wrong_type", "AVIF"),
        ("JPEG2000", "wrong_type", "JPEG 2000"),
        ("PPM", "not_a_picture", ""),
    ],
)
def test_other_kinds_are_refused_by_name(encoded: Encode, kind: str, reason: str, detail: str) -> None:
    """A picture of a kind that the router does not take is refused, whatever its name says."""
    refused = refusal(encoded(Image.new("RGB", (32, 32)), kind), "cat.png")

    assert (refused.reason, refused.detail) == (reason, detail)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (zipped(), "not_a_picture"),
        (b"%PDF-1.7", "wrong_type"),
        (b"BMW and other words", "not_a_picture"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n", "truncated"),
        (png_header(100, 100), "truncated"),
        (png_header(16_385, 12_288), "too_many_pixels"),
        (png_header(60_000, 60_000), "too_many_pixels"),
    ],
    ids=["empty", "zip", "pdf", "text", "svg", "signature", "no pixels", "over our limit", "bomb"],
)
def test_hostile_bytes_are_refused(data: bytes, reason: str) -> None:
    """Each kind of hostile upload is refused with its own reason, before its pixels are decoded."""
    assert refusal(data).reason == reason


def test_most_pixels_are_inclusive() -> None:
    """A picture of exactly the largest size is not refused for it: this one only lacks its pixels."""
    assert MAX_PIXELS == 16_384 * 12_288
    assert refusal(png_header(16_384, 12_288, grey=True)).reason == "truncated"


def test_most_bytes_are_exclusive(encoded: Encode) -> None:
    """49,999,999 bytes are taken, 50,000,000 are refused."""
    small = encoded(Image.new("RGB", (4, 4)), "PNG")
    picture = Picture.from_bytes(small.ljust(49_999_999, b"\0"))
    refused = refusal(small.ljust(MAX_BYTES, b"\0"))

    assert len(picture.bytes) == 49_999_999
    assert (refused.reason, refused.detail) == ("too_many_bytes", "50000000")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(encoded: Encode, kind: str) -> None:
    """A PNG or WebP of several frames is refused and its frames are counted."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    refused = refusal(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))

    assert (refused.reason, refused.detail) == ("animated", "3")


def test_a_phones_double_jpeg_is_a_jpeg(encoded: Encode) -> None:
    """A JPEG with a second picture behind the first, as phones write it, is taken as a JPEG."""
    first = Image.new("RGB", (20, 10))
    data = encoded(first, "MPO", save_all=True, append_images=[first])

    assert Picture.from_bytes(data).media_type == "image/jpeg"


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_cut_picture_is_refused(encoded: Encode, kind: str) -> None:
    """A picture that lost its second half is refused as truncated, wherever the cut is."""
    image = Image.effect_mandelbrot((64, 64), (-2, -1.5, 1, 1.5), 40).convert("RGB")
    data = encoded(image, kind)

    assert {refusal(data[: round(len(data) * share)]).reason for share in (0.05, 0.2, 0.5)} == {"truncated"}


def test_pillows_warnings_are_no_errors(encoded: Encode) -> None:
    """A picture that Pillow warns of is judged by our rules, also where warnings are errors."""
    data = encoded(Image.new("RGB", (20, 10)), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01")
    large = encoded(Image.new("1", (11_000, 11_000)), "PNG")

    assert Picture.from_bytes(data).orientation == 1
    assert Picture.from_bytes(large).width == 11_000


def test_quiet_threads_leave_the_filters_as_they_were() -> None:
    """Threads that enter in one order and leave in another restore the process's warning filters."""
    before = list(warnings.filters)
    inside, first_left = threading.Event(), threading.Event()

    def second() -> None:
        with suppress_warnings():
            inside.set()
            first_left.wait(5)

    thread = threading.Thread(target=second)
    with suppress_warnings():
        thread.start()
        inside.wait(5)
    first_left.set()
    thread.join(5)

    assert list(warnings.filters) == before


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_size_follows_the_camera(made: Make, orientation: int) -> None:
    """Width and height stay as stored; the upright size swaps them for the four sideways orientations."""
    picture = made("JPEG", (60, 40), orientation=orientation)

    assert (picture.width, picture.height) == (60, 40)
    assert picture.upright_size == ((40, 60) if orientation >= 5 else (60, 40))


@pytest.mark.parametrize("kind", sorted(FORMATS))
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_what_is_taken_works_everywhere(encoded: Encode, kind: str, seed: int) -> None:
    """A damaged picture that was taken has a thumbnail, can be converted in every way, and can be drawn from."""
    random = Random(seed)  # noqa: S311 - damage
    damaged = bytearray(encoded(random.choice(images(kind)), kind, orientation=6, icc_profile=b"a profile"))
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(damaged))
        change = random.choice([bytes([random.randrange(256)]), b"", random.randbytes(3)])
        damaged[at : at + random.choice([1, 1, 4])] = change
    try:
        picture = Picture.from_bytes(bytes(damaged))
    except UnusablePicture:
        return
    if picture.width * picture.height > 1_000_000:
        return  # the size was hit, which costs time only

    assert Image.open(BytesIO(thumbnail(picture, 20))).format == "WEBP"
    assert {warning.code for warning in picture_warnings(picture)} <= set(get_args(WarningCode))
    for conversion in CONVERSIONS.values():
        if conversion.applies(picture):
            assert conversion.run(picture).orientation == 1
    assert load_source(picture, 64).mode == "RGB"


def images(kind: str) -> list[Image.Image]:
    grey = Image.linear_gradient("L").resize((40, 30))
    modes = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA"), "JPEG": ("L", "RGB", "CMYK"), "WEBP": ("RGB", "RGBA")}
    found = [grey.convert(mode) for mode in modes[kind]]
    if kind == "PNG":
        found += [Image.new("I;16", (40, 30), 4_000), grey.convert("RGB").quantize(12)]
        found[-1].info["transparency"] = bytes(range(12))
    return found


@pytest.mark.parametrize("kind", sorted(FORMATS))
@pytest.mark.parametrize("damage", ["cut", "empty", "noise"])
def test_a_file_that_broke_since_it_was_taken(encoded: Encode, kind: str, damage: str) -> None:
    """What a page shows of it at once is there; what needs its pixels refuses it as any damaged picture."""
    sound = encoded(Image.linear_gradient("L").resize((1200, 900)), kind)
    data = {"cut": sound[:60], "empty": b"", "noise": Random(1).randbytes(400)}[damage]  # noqa: S311 - noise
    broken = Picture("cat", FORMATS[kind], data, 1200, 900)

    assert broken.upright_size == (1200, 900)
    assert not broken.is_complete
    assert {warning.code for warning in picture_warnings(broken)} == {"not_square", "no_end_marker"}
    applicable = [each.run for each in CONVERSIONS.values() if each.applies(broken)]
    steps: list[Callable[[Picture], object]] = [thumbnail, lambda picture: load_source(picture, 256), *applicable]
    assert len(steps) > 4
    for step in steps:
        with pytest.raises(UnusablePicture, match="truncated"):
            step(broken)
