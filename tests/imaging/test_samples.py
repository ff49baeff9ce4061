from __future__ import annotations

from importlib.resources import files
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from orq_ui.imaging import CONVERSIONS, SAMPLES, Sample, picture_warnings, sample, sample_thumbnail, thumbnail

EACH = pytest.mark.parametrize("chosen", SAMPLES, ids=lambda chosen: chosen.id)


@EACH
def test_a_sample_is_light_and_square_or_says_otherwise(chosen: Sample) -> None:
    """Each sample is a picture of at most 2.5 MB that fits its name; only the mountains are oblong."""
    picture = sample(chosen.id)
    warnings = [warning.code for warning in picture_warnings(picture)]

    assert picture.name == chosen.filename
    assert len(picture.bytes) <= 2_500_000
    assert warnings == (["not_square"] if chosen.id == "mountains" else [])


@EACH
def test_a_sample_is_described(chosen: Sample) -> None:
    """Each sample has a name, a text for screen readers and one sentence."""
    assert chosen.name
    assert chosen.alt.endswith(".")
    assert chosen.description.endswith(".")


@EACH
def test_a_sample_is_the_file(chosen: Sample) -> None:
    """What is sent is the package's file byte for byte, at the size at which the samples always were."""
    picture = sample(chosen.id)

    assert picture.bytes == files("orq_ui.imaging").joinpath("sample_pictures", chosen.filename).read_bytes()
    assert (picture.width, picture.height) == ((1440, 960) if chosen.id == "mountains" else (1024, 1024))


def test_the_samples_are_light() -> None:
    """All eight together have at most 3 MB."""
    assert sum(len(sample(chosen.id).bytes) for chosen in SAMPLES) <= 3_000_000


def test_all_three_types_are_covered() -> None:
    """Among the samples are PNG, WebP with transparency and JPEG, each under an id of its own."""
    types = {sample(chosen.id).media_type for chosen in SAMPLES}

    assert types == {"image/png", "image/webp", "image/jpeg"}
    assert len({chosen.id for chosen in SAMPLES}) == len(SAMPLES) == 8
    with Image.open(BytesIO(sample("fox").bytes)) as fox:
        assert fox.has_transparency_data


def test_a_sample_is_read_once() -> None:
    """Asking twice gives the same picture; an unknown id is a KeyError, for the picture as for its thumbnail."""
    assert sample("fox") is sample("fox")
    for read in (sample, sample_thumbnail):
        with pytest.raises(KeyError):
            read("unknown")


@EACH
def test_a_thumbnail_shows_its_sample(chosen: Sample) -> None:
    """Each thumbnail is its sample, cropped to a square and made small."""
    fresh = thumbnail(CONVERSIONS["crop_square"].run(sample(chosen.id)), 240)
    with Image.open(BytesIO(sample_thumbnail(chosen.id))) as shipped, Image.open(BytesIO(fresh)) as now:
        assert shipped.size == now.size == (240, 240)
        small = [image.convert("RGB").resize((64, 64)) for image in (shipped, now)]

    assert max(ImageStat.Stat(ImageChops.difference(*small)).mean) < 3
