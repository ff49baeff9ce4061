"""The drawn variations: deterministic, different, at the asked size, and honest about being emulated."""

from __future__ import annotations

import hashlib
import itertools
import random
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter, ImageStat

from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.drawing.crops import CROPS, GRID, Crop, place_crop, salience
from orq_ui.emulator.drawing.load import load_source
from orq_ui.emulator.drawing.renderer import Renderer
from orq_ui.emulator.drawing.styles import FINEST, STYLES, Step, style_of
from orq_ui.emulator.drawing.watermark import add_watermark
from orq_ui.imaging import SAMPLES, Picture, Sample, sample
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
    """The same index of any two models looks different, on the sample that has most kinds of things."""
    for index in (0, 1, 2, 7):
        drawn = [renderer(model, data=sample("fruit").bytes).draw(index) for model in CATALOGUE]

        assert min(difference(one, another) for one, another in itertools.combinations(drawn, 2)) > VISIBLE


@pytest.mark.parametrize("model", [*CATALOGUE, "acme/anything", "acme/painter-9", "google/imagen-4"])
def test_the_subject_is_kept(model: str) -> None:
    """The forms of each variation are those of the part of the picture that it shows."""
    for name in ("fox", "boat"):
        opened_for = renderer(model, 256, data=sample(name).bytes)
        alike = [forms_agree(opened_for.compose(index), opened_for.paint(index)) for index in range(10)]

        assert min(alike) > 0.6, alike
        assert sum(alike) / len(alike) > 0.7, alike


def forms_agree(one: Image.Image, another: Image.Image) -> float:
    """Return how well two pictures agree, 1 being all: in their outlines, or else in their areas, of any colours."""
    return max(float(np.corrcoef(outlines(one), outlines(another))[0, 1]), areas_agree(one, another))


def outlines(image: Image.Image) -> NDArray[np.float64]:
    """Return how much the picture changes at 64 × 64 places."""
    change = np.zeros((64, 64))
    for band in image.resize((64, 64), Image.Resampling.BOX).split():
        across, down = (np.asarray(np.gradient(np.asarray(band, np.float64), axis=axis)) for axis in (0, 1))
        change = np.maximum(change, np.hypot(across, down))
    return np.asarray(Image.fromarray(np.uint8(change)).filter(ImageFilter.GaussianBlur(1.5)), np.float64).ravel()


def areas_agree(one: Image.Image, another: Image.Image) -> float:
    """Return which part of one picture's variance follows from the other's colours, by a regression on 32 × 32."""
    seen, drawn = (
        np.asarray(image.resize((32, 32), Image.Resampling.BOX), np.float64).reshape(-1, 3) / 255
        for image in (one, another)
    )
    terms = [np.ones(len(seen)), *seen.T, *(seen**2).T, *(seen * np.roll(seen, 1, axis=1)).T]
    causes = np.stack(terms, axis=1)
    rest = drawn - causes @ np.linalg.lstsq(causes, drawn, rcond=None)[0]
    return 1 - float((rest**2).sum() / ((drawn - drawn.mean(axis=0)) ** 2).sum())


@pytest.mark.parametrize("chosen", SAMPLES, ids=lambda chosen: chosen.id)
def test_no_crop_loses_the_subject(chosen: Sample) -> None:
    """Each composition shows nearly all of what stands out in the largest square."""
    source = load_source(sample(chosen.id), 256)
    stands_out = salience(source)
    lines = (np.arange(GRID) + 0.5) / GRID

    def shown(crop: Crop) -> float:
        left, top, side = place_crop(stands_out, source.size, crop)
        across = (lines >= left / source.width) & (lines <= (left + side) / source.width)
        down = (lines >= top / source.height) & (lines <= (top + side) / source.height)
        return float(stands_out[np.ix_(down, across)].sum())

    assert min(shown(crop) for crop in CROPS) > 0.88 * shown(Crop())


@pytest.mark.parametrize("model", [*CATALOGUE, "acme/anything", "acme/painter-9", "google/imagen-4"])
def test_nothing_frames_the_picture(model: str) -> None:
    """A picture that is the same everywhere is drawn as much the same at its edges, short of a soft vignette."""
    specks = random.Random(1).randbytes(24 * 24 * 3)  # noqa: S311
    out = BytesIO()
    Image.frombytes("RGB", (24, 24), specks).resize((300, 300), Image.Resampling.BICUBIC).save(out, "PNG")
    opened_for = renderer(model, data=out.getvalue())
    for index in range(10):
        values = np.asarray(opened_for.paint(index), np.float64)
        inner = values[40:-40, 40:-40].mean(axis=(0, 1))
        edges = (values[:8, 40:-40], values[-8:, 40:-40], values[40:-40, :8], values[40:-40, -8:])

        assert max(np.abs(edge.mean(axis=(0, 1)) - inner).mean() for edge in edges) < 60
        assert min(edge.std() for edge in edges) > 0.4 * values[40:-40, 40:-40].std()


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


def test_every_emulated_model_has_a_style_with_ten_takes() -> None:
    """The catalogue and the styles are the same set, each with as many takes as there are compositions."""
    assert set(STYLES) == set(CATALOGUE)
    assert len(CROPS) == 10
    assert all(len(style) == 10 for style in [*STYLES.values(), style_of("acme/anything")])


def test_the_finest_come_first() -> None:
    """Whatever the seed, the first three variations are the takes that the style names first."""
    for seed in range(3):
        style = tuple((step,) for step in (recorder(number) for number in range(10)))
        order = [take[0] for take in renderer(seed=seed).ordered(style)]

        assert {style.index((step,)) for step in order[:FINEST]} == set(range(FINEST))
        assert {style.index((step,)) for step in order} == set(range(10))


def recorder(number: int) -> Step:
    return lambda image, rng: image


@pytest.mark.parametrize("side", [256, 512, 1024])
@pytest.mark.parametrize("ground", ["#000000", "#ffffff", "#808080", "#ff2020", "#ffe800"])
def test_the_watermark_is_small_but_readable(side: int, ground: str) -> None:
    """Its letters have the contrast that WCAG asks of text, on any ground, and it covers at most a thirtieth."""
    bare = Image.new("RGB", (side, side), ground)
    marked = add_watermark(bare, "openai/gpt-image-1")
    box = ImageChops.difference(bare, marked).getbbox()
    assert box is not None
    levels = sorted(marked.crop(box).convert("L").tobytes())
    letters, plate = luminance(levels[-1]), luminance(levels[len(levels) // 3])

    assert (letters + 0.05) / (plate + 0.05) > 4.5
    assert 9 <= box[3] - box[1] <= side // 14
    assert (box[2] - box[0]) * (box[3] - box[1]) < side * side / 30


def luminance(level: float) -> float:
    return float(((level / 255 + 0.055) / 1.055) ** 2.4)


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
    for model in (*CATALOGUE, "acme/anything", "acme/painter-9", "google/imagen-4"):
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
