from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CLASSIC_MAX_BYTES, CONVERSIONS, Picture

Make = Callable[..., Picture]
MODES = [("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")]
MODES += [("WEBP", "RGB"), ("WEBP", "RGBA"), ("JPEG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK")]


def pixels(picture: Picture, mode: str = "RGBA") -> Image.Image:
    return Image.open(BytesIO(picture.bytes)).convert(mode)


def noise(kind: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> Picture:
    width, height = size
    image = Image.frombytes(mode, size, Random(1).randbytes(width * height * len(mode)))  # noqa: S311 - noise
    out = BytesIO()
    image.save(out, kind, **options)
    return Picture.from_bytes(out.getvalue(), f"noise.{kind.lower()}")


def test_the_registry_says_what_each_button_does() -> None:
    """Each conversion stands under its own id, with a title for its button and one sentence of help."""
    assert list(CONVERSIONS) == ["crop_square", "pad_square", "to_png", "shrink", "upright"]
    for id_, conversion in CONVERSIONS.items():
        assert conversion.id == id_
        assert conversion.title
        assert conversion.help.endswith(".")


@given(
    st.sampled_from(sorted(CONVERSIONS)),
    st.sampled_from(MODES),
    st.integers(1, 60),
    st.integers(1, 60),
    st.integers(1, 8),
)
@settings(max_examples=150, deadline=None)
def test_conversions_do_what_they_say(
    made: Make, id_: str, kind_and_mode: tuple[str, str], width: int, height: int, orientation: int
) -> None:
    """Every conversion of every kind of picture is repeatable, done after one run, and keeps the format."""
    conversion = CONVERSIONS[id_]
    picture = made(kind_and_mode[0], (width, height), kind_and_mode[1], orientation=orientation)
    result = conversion.run(picture)

    assert result.bytes == conversion.run(picture).bytes
    assert not conversion.applies(result)
    assert conversion.run(result) is result
    assert (result is picture) == (not conversion.applies(picture))
    assert result.media_type == ("image/png" if id_ == "to_png" else picture.media_type)
    if result is not picture:
        assert result.orientation == 1
    if "square" in id_:
        assert result.width == result.height


@pytest.mark.parametrize(
    ("id_", "name", "made_name"),
    [
        ("crop_square", "cat.png", "cat-square.png"),
        ("crop_square", "my cat.jpeg", "my cat-square.png"),
        ("pad_square", "cat", "cat-padded.png"),
        ("pad_square", ".png", "picture-padded.png"),
    ],
)
def test_the_result_has_an_honest_name(made: Make, id_: str, name: str, made_name: str) -> None:
    """The new name says what was done, and its extension is that of the content."""
    assert CONVERSIONS[id_].run(made("PNG", name=name)).name == made_name


def test_each_format_names_its_own_extension(made: Make) -> None:
    """A JPEG stays .jpg when turned, becomes .png when converted."""
    picture = made("JPEG", orientation=3, name="cat.JPEG")

    assert CONVERSIONS["upright"].run(picture).name == "cat-upright.jpg"
    assert CONVERSIONS["to_png"].run(picture).name == "cat.png"


def test_cropping_keeps_the_middle() -> None:
    """The crop is the untouched middle of the picture."""
    picture = noise("PNG", (50, 20))
    result = CONVERSIONS["crop_square"].run(picture)

    assert not ImageChops.difference(pixels(result), pixels(picture).crop((15, 0, 35, 20))).getbbox(alpha_only=False)


@pytest.mark.parametrize(
    ("kind", "mode", "corner"),
    [
        ("PNG", "RGB", (0, 0, 0, 0)),
        ("PNG", "1", (0, 0, 0, 0)),
        ("PNG", "P", (0, 0, 0, 0)),
        ("WEBP", "RGB", (0, 0, 0, 0)),
        ("JPEG", "RGB", (255, 255, 255, 255)),
        ("JPEG", "L", (255, 255, 255, 255)),
        ("JPEG", "CMYK", (255, 255, 255, 255)),
    ],
)
def test_padding_is_clear_or_white(made: Make, kind: str, mode: str, corner: tuple[int, ...]) -> None:
    """Around a PNG or WebP the square is transparent, around a JPEG it is white; the middle is the picture."""
    result = CONVERSIONS["pad_square"].run(made(kind, (64, 32), mode))
    square = pixels(result)

    assert square.size == (64, 64)
    assert square.getpixel((63, 0)) == corner
    assert square.getchannel("A").getpixel((63, 32)) == 255


def test_padding_over_the_pixel_limit_is_refused(made: Make) -> None:
    """A strip whose square would be too large is refused before any memory is taken."""
    with pytest.raises(UnusablePicture, match="too_large_to_convert"):
        CONVERSIONS["pad_square"].run(made("PNG", (8000, 2)))


@pytest.mark.parametrize("orientation", range(2, 9))
def test_turning_upright_shows_what_a_viewer_shows(made: Make, orientation: int) -> None:
    """The bright edge, stored on the left, lies where the orientation puts it."""
    result = CONVERSIONS["upright"].run(made("PNG", (60, 40), orientation=orientation))
    bright = pixels(result, "L").point(lambda value: 255 if value > 128 else 0).getbbox()

    left, top, right, bottom = (0, 0, 15, 40), (0, 0, 40, 15), (45, 0, 60, 40), (0, 45, 40, 60)
    assert bright == {2: right, 3: right, 4: left, 5: top, 6: top, 7: bottom, 8: bottom}[orientation]


def test_png_keeps_the_pixels(made: Make) -> None:
    """Converting to PNG changes no pixel of what the JPEG decodes to."""
    picture = made("JPEG")
    result = CONVERSIONS["to_png"].run(picture)

    assert not ImageChops.difference(pixels(result), pixels(picture)).getbbox(alpha_only=False)


@pytest.mark.parametrize(
    ("kind", "mode", "size", "options"),
    [
        ("PNG", "RGBA", (1024, 1024), {"compress_level": 1}),
        ("JPEG", "RGB", (2200, 1100), {"quality": 98}),
        ("WEBP", "RGBA", (1100, 220), {"lossless": True, "method": 0, "quality": 0}),
    ],
)
def test_shrinking_fits_bytes_and_pixels(
    kind: str, mode: str, size: tuple[int, int], options: dict[str, object]
) -> None:
    """Even noise comes under 4,000,000 bytes and 1024 pixels, in its own format and shape."""
    picture = noise(kind, size, mode, **options)
    result = CONVERSIONS["shrink"].run(picture)

    assert len(result.bytes) < CLASSIC_MAX_BYTES
    assert max(result.width, result.height) <= 1024
    assert result.media_type == picture.media_type
    assert result.width / result.height == pytest.approx(size[0] / size[1], rel=0.01)


@pytest.mark.parametrize("id_", ["pad_square", "shrink"])
def test_sixteen_bits_are_scaled_not_clipped(id_: str) -> None:
    """A 16-bit grey of 40,000 becomes the same grey in 8 bits, not white."""
    out = BytesIO()
    Image.new("I;16", (1100, 20), 40_000).save(out, "PNG")
    result = CONVERSIONS[id_].run(Picture.from_bytes(out.getvalue(), "deep.png"))

    assert pixels(result, "L").getpixel((result.width // 2, result.height // 2)) == 156


def test_metadata_stays_behind(made: Make) -> None:
    """A re-encoded picture has no EXIF and no comment, but its colour profile."""
    picture = made("JPEG", orientation=6, comment=b"at home", icc_profile=b"a profile")
    result = Image.open(BytesIO(CONVERSIONS["crop_square"].run(picture).bytes))

    assert not result.getexif()
    assert "comment" not in result.info
    assert result.info["icc_profile"] == b"a profile"


def test_webp_with_transparency_stays_lossless() -> None:
    """A transparent WebP loses nothing when it is cropped."""
    picture = noise("WEBP", (40, 30), "RGBA", lossless=True, exact=True)
    result = CONVERSIONS["crop_square"].run(picture)

    assert not ImageChops.difference(pixels(result), pixels(picture).crop((5, 0, 35, 30))).getbbox(alpha_only=False)
