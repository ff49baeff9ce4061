"""The drawn variations: deterministic, different, at the asked size, and honest about being emulated."""

from __future__ import annotations

import hashlib
import itertools
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.drawing import Renderer
from orq_ui.emulator.drawing.crops import CROPS
from orq_ui.emulator.drawing.styles import STYLES
from orq_ui.emulator.drawing.watermark import add_watermark
from orq_ui.imaging import Picture
from tests.complexity import LINEAR, growth
from tests.emulator.harness import picture_bytes

VISIBLE = 8.0
"""Mean difference of channels, of 255, below which two pictures may look alike."""


def renderer(model: str = "emulator/riso", side: int = 256, seed: int = 0, data: bytes | None = None) -> Renderer:
    return Renderer.open(Picture.from_bytes(data or picture_bytes(300, 200)), model, side, seed)


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def difference(one: bytes, another: bytes) -> float:
    means = ImageStat.Stat(ImageChops.difference(opened(one), opened(another))).mean
    return sum(means) / len(means)


@pytest.mark.parametrize("model", [*CATALOGUE, "acme/anything"])
def test_ten_variations_differ_visibly(model: str) -> None:
    """No two of ten indices look alike."""
    drawn = [renderer(model).draw(index) for index in range(10)]

    assert min(difference(one, another) for one, another in itertools.combinations(drawn, 2)) > VISIBLE


@pytest.mark.parametrize("model", [*CATALOGUE, "acme/anything"])
def test_drawing_is_deterministic(model: str) -> None:
    """Another renderer with the same arguments draws the same bytes."""
    digests = [[hashlib.sha256(renderer(model).draw(index)).hexdigest() for index in (0, 3, 12)] for _ in range(2)]

    assert digests[0] == digests[1]
    assert len(set(digests[0])) == 3


def test_each_model_has_its_own_style() -> None:
    """The same index of any two models looks different."""
    for index in (0, 7):
        drawn = [renderer(model).draw(index) for model in CATALOGUE]

        assert min(difference(one, another) for one, another in itertools.combinations(drawn, 2)) > VISIBLE


def test_seed_and_picture_count() -> None:
    """Another seed or another picture gives another variation."""
    first = renderer().draw(0)

    assert difference(first, renderer(seed=1).draw(0)) > VISIBLE
    assert difference(first, renderer(data=picture_bytes(200, 300)).draw(0)) > VISIBLE


@pytest.mark.parametrize("side", [256, 512, 1024])
def test_it_says_that_it_is_emulated(side: int) -> None:
    """In the metadata, and in the corner: the label's place differs from the bare drawing's."""
    image = opened(renderer("emulator/neon", side, seed=7).draw(2))
    corner = image.crop((side * 3 // 4, side * 15 // 16, side, side))

    assert image.size == (side, side)
    assert image.text == {  # type: ignore[attr-defined]
        "emulated": "true",
        "model": "emulator/neon",
        "index": "2",
        "seed": "7",
    }
    assert max(band[1] for band in corner.getextrema()) >= 230  # type: ignore[index]


@pytest.mark.parametrize("side", [256, 512, 1024])
@pytest.mark.parametrize("model", ["acme/painter-9", "acme/" + "W" * 300])
def test_a_stand_in_is_marked(model: str, side: int) -> None:
    """Its metadata says so, and its label is longer than that of a listed model, but never wider than the picture."""
    bare = Image.new("RGB", (side, side), (128, 128, 128))
    marked, listed = add_watermark(bare, model, stand_in=True), add_watermark(bare, "acme/painter-9")
    boxes = [ImageChops.difference(bare, image).getbbox() or (0, 0, 0, 0) for image in (marked, listed)]

    assert opened(renderer(model, side).draw(0)).text["stand-in"] == "true"  # type: ignore[attr-defined]
    assert 0 < boxes[0][0] < boxes[1][0]


def test_stand_ins_look_different() -> None:
    """Each model id has a look of its own, whoever its provider is."""
    drawn = [renderer(f"acme/painter-{number}").draw(0) for number in range(8)]

    assert min(difference(one, another) for one, another in itertools.combinations(drawn, 2)) > VISIBLE


def test_a_model_s_name_in_the_metadata() -> None:
    """It is there as it is, in any script."""
    assert opened(renderer("acme/é界").draw(0)).text["model"] == "acme/é界"  # type: ignore[attr-defined]


def test_every_emulated_model_has_a_style_with_enough_filters() -> None:
    """The catalogue and the styles are the same set, each with ten filters and several colourings."""
    assert set(STYLES) == set(CATALOGUE)
    assert len(CROPS) == 10
    assert all(len(style.filters) >= 10 and len(style.ramps) >= 2 for style in STYLES.values())


def odd(mode: str, size: tuple[int, int], kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new(mode, size, 1 if mode in ("1", "P") else None).save(out, kind)
    return out.getvalue()


ODD = [
    *(odd(mode, (40, 30)) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
    odd("CMYK", (40, 30), "JPEG"),
    odd("L", (40, 30), "JPEG"),
    odd("RGBA", (40, 30), "WEBP"),
    odd("RGB", (1, 1)),
    odd("RGB", (1, 3000)),
    odd("RGB", (5000, 2)),
    odd("RGB", (3000, 2000), "JPEG"),
]


@pytest.mark.parametrize("data", ODD, ids=lambda data: f"{opened(data).format}-{opened(data).mode}-{opened(data).size}")
def test_any_picture_can_be_drawn_from(data: bytes) -> None:
    """Every colour mode, a single pixel, and lines of pixels give variations."""
    for model in ("emulator/aquarelle", "emulator/linocut", "emulator/mosaic", "emulator/neon", "openai/dall-e-2"):
        assert opened(renderer(model, data=data).draw(1)).size == (256, 256)


def test_transparent_parts_are_white() -> None:
    """What shows through is paper, not the colour that hides behind transparency."""
    out = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(out, "PNG")

    assert renderer(data=out.getvalue()).source.getpixel((5, 5)) == (255, 255, 255)


def test_exif_rotation_is_followed() -> None:
    """A picture that a camera stored on its side is looked at upright."""
    out = BytesIO()
    image = Image.new("RGB", (60, 40))
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif)

    assert renderer(data=out.getvalue()).source.size == (40, 60)


@pytest.mark.parametrize("model", CATALOGUE)
def test_drawing_grows_with_the_pixels(model: str) -> None:
    """Four times the pixels take no style more than about four times as long."""

    def at_size(pixels: int) -> Renderer:
        return renderer(model, round(pixels**0.5))

    assert growth(at_size, lambda opened: opened.draw(0), 1024 * 1024) < LINEAR
