"""A PNG is made of a refused file on request."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from PIL import ExifTags, Image, ImageStat

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import MAX_BYTES, Picture, can_convert, convert_refused
from orq_ui.imaging.convert_refused import can_read_heif

Encode = Callable[..., bytes]
PHOTO = Image.new("RGB", (64, 32), "#204060")
PHOTO.paste("#f0c040", (0, 0, 32, 32))


def refusal(data: bytes) -> UnusablePicture:
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(data)
    return refused.value


def brightness(picture: Picture, box: tuple[int, int, int, int]) -> float:
    return ImageStat.Stat(Image.open(BytesIO(picture.bytes)).convert("L").crop(box)).mean[0]


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "JPEG2000", "AVIF", "QOI", "HEIF"])
def test_every_format_that_can_be_decoded_becomes_a_png(encoded: Encode, kind: str) -> None:
    """The pixels are those of the file, and the name is the file's with .png."""
    assert can_read_heif()
    data = encoded(PHOTO.resize((32, 32)) if kind == "ICO" else PHOTO, kind)

    assert can_convert(data, refusal(data))
    png = convert_refused(data, "my.photo.heic")
    assert (png.name, png.media_type) == ("my.photo.png", "image/png")
    assert brightness(png, (0, 0, png.width // 2 - 4, png.height)) > 150
    assert brightness(png, (png.width // 2 + 4, 0, png.width, png.height)) < 100


@pytest.mark.parametrize("kind", ["TIFF", "AVIF", "HEIF"])
def test_it_is_turned_upright(encoded: Encode, kind: str) -> None:
    """A photo that was taken sideways is seen as the camera meant it: the bright left half is on top."""
    assert can_read_heif()
    sideways = Image.Exif()
    sideways[ExifTags.Base.Orientation] = 6
    # HEIF says it by a property of the picture, which its encoder writes for EXIF data in bytes.
    png = convert_refused(encoded(PHOTO, kind, exif=sideways.tobytes()), "a")

    assert (png.width, png.height, png.orientation) == (32, 64, 1)
    assert brightness(png, (0, 0, 32, 28)) > 150 > brightness(png, (0, 36, 32, 64))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_an_animation_gives_its_first_frame(encoded: Encode, kind: str) -> None:
    """Animations in the three formats that are accepted, too."""
    data = encoded(PHOTO, kind, save_all=True, append_images=[Image.new("RGB", PHOTO.size)])

    assert can_convert(data, refusal(data))
    assert brightness(convert_refused(data, "a"), (0, 0, 28, 32)) > 150


def test_what_is_left_of_a_jpeg_can_be_kept(encoded: Encode) -> None:
    """The upper part of a cut JPEG is there in the PNG, at the whole picture's size."""
    data = encoded(Image.effect_mandelbrot((256, 256), (-2, -1.5, 1, 1.5), 40).convert("RGB"), "JPEG")
    cut = data[: len(data) // 2]

    assert can_convert(cut, refusal(cut))
    assert convert_refused(cut, "a").height == 256


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\xff\x0a" + bytes(60), b"<svg>", b"\0\0\0\x10ftypisom" + bytes(60)])
def test_what_cannot_be_decoded_is_not_offered(data: bytes) -> None:
    """Where Pillow has no decoder there is no button, and a call says why."""
    assert not can_convert(data, refusal(data))
    with pytest.raises(UnusablePicture, match="not_convertible"):
        convert_refused(data, "a")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "JPEG2000", "AVIF", "QOI", "HEIF"])
def test_a_damaged_file_is_refused_by_the_conversion(encoded: Encode, kind: str) -> None:
    """A quarter of a file has a name, but no picture."""
    assert can_read_heif()
    data = encoded(PHOTO.resize((32, 32)), kind)
    with pytest.raises(UnusablePicture, match="not_convertible"):
        convert_refused(data[: len(data) // 4], "a")


@pytest.mark.parametrize("size", [(8_000, 7_000), (60_000, 60_000)])
def test_its_size_is_bounded_by_its_header(size: tuple[int, int]) -> None:
    """A file that claims more than 50 megapixels is not decoded."""
    header = struct.pack("<IiiHHIIiiII", 40, *size, 1, 24, 0, 0, 0, 0, 0, 0)
    bitmap = b"BM" + struct.pack("<IHHI", 1_000, 0, 0, 54) + header + bytes(946)
    with pytest.raises(UnusablePicture, match="too_large_to_convert"):
        convert_refused(bitmap, "a")


def test_a_format_whose_decoder_takes_more_has_fewer_pixels(encoded: Encode) -> None:
    """JPEG 2000 takes 20 bytes a pixel, so that 25 megapixels are over the bound; an animated WebP takes 16."""
    with pytest.raises(UnusablePicture, match="too_large_to_convert"):
        convert_refused(encoded(Image.new("L", (5_000, 5_000)), "JPEG2000"), "a")
    with pytest.raises(UnusablePicture, match="too_large_to_convert"):
        convert_refused(b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\2\0\0\0\0\x18\0\0\x18\0" + b"ANMF\0\0\0\0" * 2, "a")


def test_a_png_over_the_byte_limit_is_scaled_down() -> None:
    """Noise of 53 MB comes below 50 MB with fewer pixels, in its own shape."""
    noise = Image.frombytes("RGB", (4_200, 4_200), Random(1).randbytes(3 * 4_200**2))  # noqa: S311 - noise
    out = BytesIO()
    noise.save(out, "BMP")
    png = convert_refused(out.getvalue(), "a")

    assert len(png.bytes) < MAX_BYTES
    assert 3_000 < png.width == png.height < 4_200


def test_a_large_png_in_an_icon_is_not_decoded(encoded: Encode) -> None:
    """An icon's own header tells at most 256 pixels; the picture inside is the one that counts."""
    inside = encoded(Image.new("1", (8_000, 7_000)), "PNG")
    icon = struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(inside), 22) + inside
    with pytest.raises(UnusablePicture, match="too_large_to_convert"):
        convert_refused(icon, "a")
