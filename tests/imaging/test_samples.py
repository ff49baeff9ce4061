from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from orq_ui.imaging import inspect
from orq_ui.imaging.samples import SAMPLES, Sample, draw_thumbnail, sample, sample_thumbnail

EACH = pytest.mark.parametrize("chosen", SAMPLES, ids=lambda chosen: chosen.id)


@EACH
def test_a_sample_is_light_and_square_or_says_otherwise(chosen: Sample) -> None:
    """Each sample is a picture of at most 2.5 MB that fits its name; only the mountains are oblong."""
    picture = sample(chosen.id)
    warnings = [warning.code for warning in inspect(picture).warnings]

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
def test_a_sample_is_always_the_same(chosen: Sample) -> None:
    """Drawing and encoding again gives the same bytes."""
    assert sample.__wrapped__(chosen.id).bytes == sample(chosen.id).bytes


def test_all_three_types_are_covered() -> None:
    """Among the samples are PNG, WebP with transparency and JPEG, each under an id of its own."""
    types = {sample(chosen.id).media_type for chosen in SAMPLES}

    assert types == {"image/png", "image/webp", "image/jpeg"}
    assert len({chosen.id for chosen in SAMPLES}) == len(SAMPLES) == 8
    assert inspect(sample("fox")).has_alpha


def test_a_sample_is_drawn_once() -> None:
    """Asking twice gives the same picture, and an unknown id is a KeyError."""
    assert sample("fox") is sample("fox")
    with pytest.raises(KeyError):
        sample("unknown")


@pytest.mark.parametrize("item", SAMPLES, ids=lambda item: item.id)
def test_a_thumbnail_shows_its_sample(item: Sample) -> None:
    """The thumbnails that were drawn ahead are those of the drawings as they are now."""
    with Image.open(BytesIO(sample_thumbnail(item.id))) as shipped:
        ahead = shipped.convert("RGB").resize((64, 64))
    with Image.open(BytesIO(draw_thumbnail(item.id))) as fresh:
        now = fresh.convert("RGB").resize((64, 64))

    difference = ImageStat.Stat(ImageChops.difference(ahead, now)).mean
    assert max(difference) < 3
