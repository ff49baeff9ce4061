"""Large images are made small strip by strip."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from orq_ui.imaging import scaling
from orq_ui.imaging.encoding import to_8_bit
from orq_ui.imaging.scaling import fit_image, reduce_image, size_within

GREY = Image.linear_gradient("L").resize((203, 157))


def image(mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.new("I;16", GREY.size, 40_000)
    made = GREY.convert("RGB").quantize(40) if mode == "P" else GREY.convert(mode)
    if mode == "P":
        made.info["transparency"] = bytes(range(0, 240, 6))
    return made


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("factors", [(1, 1), (2, 2), (3, 3), (8, 8), (1, 5), (7, 2)])
def test_strips_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch, mode: str, factors: tuple[int, int]) -> None:
    """The strips of every mode join to the picture that is had at once."""
    monkeypatch.setattr(scaling, "STRIP_PIXELS", 4_000)
    strips, whole = reduce_image(image(mode), *factors), to_8_bit(image(mode))

    assert (strips.mode, strips.size) == (whole.mode, whole.reduce(factors).size)
    assert ImageChops.difference(strips, whole.reduce(factors)).getbbox(alpha_only=False) is None


def test_print_colours_stay() -> None:
    """CMYK is scaled as it is, since converting it would take its profile into account."""
    assert reduce_image(image("CMYK"), 2, 2).mode == "CMYK"
    assert fit_image(image("CMYK"), (20, 15)).mode == "CMYK"


@pytest.mark.parametrize(
    ("given", "side", "wanted"), [((200, 100), 50, (50, 25)), ((30, 20), 50, (30, 20)), ((9_000, 3), 100, (100, 1))]
)
def test_the_shape_is_kept(given: tuple[int, int], side: int, wanted: tuple[int, int]) -> None:
    """The long side is at most the asked one, the short side at least a pixel."""
    assert size_within(*given, side) == wanted
    assert fit_image(Image.new("RGB", given), wanted).size == wanted


@pytest.mark.parametrize("size", [(1, 12_000_000), (12_000_000, 1)])
@pytest.mark.parametrize("mode", ["1", "L", "RGBA"])
def test_a_long_line_of_pixels(size: tuple[int, int], mode: str) -> None:
    """A picture of one pixel by millions becomes a short line, whichever way it lies."""
    wanted = size_within(*size, 256)

    assert max(wanted) == 256
    assert fit_image(Image.new(mode, size), wanted).size == wanted
