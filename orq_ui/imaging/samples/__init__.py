"""Eight pictures to begin with, drawn by code when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image

from orq_ui.imaging.convert import CONVERSIONS
from orq_ui.imaging.picture import Picture
from orq_ui.imaging.samples.bauhaus import bauhaus
from orq_ui.imaging.samples.boat import boat
from orq_ui.imaging.samples.city import city
from orq_ui.imaging.samples.fox import fox
from orq_ui.imaging.samples.fruit import fruit
from orq_ui.imaging.samples.lighthouse import lighthouse
from orq_ui.imaging.samples.mountains import mountains
from orq_ui.imaging.samples.tulips import tulips
from orq_ui.imaging.thumbnail import thumbnail

__all__ = ["SAMPLES", "THUMBNAILS", "Sample", "sample", "sample_thumbnail"]

THUMBNAILS = Path(__file__).parent / "thumbnails"
"""Small pictures of the samples, drawn ahead: a gallery must not wait for eight drawings."""
SIDE = 240
"""Pixels; twice the width at which the gallery shows them."""


@dataclass(frozen=True)
class Sample:
    """A built-in picture: its name, what a screen reader says of it, and a sentence on what it is good for."""

    id: str
    name: str
    alt: str
    description: str
    filename: str
    draw: Callable[[], Image.Image] = field(repr=False)


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "lighthouse",
        "Lighthouse at dusk",
        "A red and white lighthouse on a rock, its beam over a violet sea at sunset.",
        "One clear subject and strong colours: shows how a model treats light.",
        "lighthouse.png",
        lighthouse,
    ),
    Sample(
        "tulips",
        "Tulips in a bowl",
        "Red, pink and yellow tulips in a white bowl with a blue pattern, before a green arch.",
        "Many alike shapes: shows whether a variation keeps their number and colours.",
        "tulips.png",
        tulips,
    ),
    Sample(
        "fox",
        "Fox",
        "The face of an orange fox with yellow eyes, cut out like a sticker.",
        "A WebP with a transparent ground: shows what a model does with transparency.",
        "fox.webp",
        fox,
    ),
    Sample(
        "mountains",
        "Mountain lake",
        "Pale mountain ranges behind a still lake, firs on both shores, a low sun.",
        "A wide JPEG, not a square: try the conversions on it, or see who refuses it.",
        "mountains.jpg",
        mountains,
    ),
    Sample(
        "boat",
        "Paper boat",
        "A folded paper boat on tall teal waves before a red sun.",
        "Flat shapes and soft shadows: shows how well a style is kept.",
        "paper-boat.png",
        boat,
    ),
    Sample(
        "city",
        "City at night",
        "A skyline with hundreds of lit windows under a full moon, mirrored in a river.",
        "Much fine detail: shows what is lost at small sizes.",
        "city.png",
        city,
    ),
    Sample(
        "fruit",
        "Still life with fruit",
        "A pear, oranges, a lemon, grapes and cherries on a striped cloth.",
        "Several things of different kinds: shows which of them a variation keeps.",
        "fruit.png",
        fruit,
    ),
    Sample(
        "bauhaus",
        "Bauhaus",
        "Circles, arcs and bars in red, blue, yellow and black, like cut paper.",
        "An abstract picture: shows what a model makes of form without a subject.",
        "bauhaus.png",
        bauhaus,
    ),
)
_FORMATS: dict[str, Literal["PNG", "WEBP", "JPEG"]] = {"png": "PNG", "webp": "WEBP", "jpg": "JPEG"}


@cache
def sample(id: str) -> Picture:  # noqa: A002 - the name of the field it is looked up by
    """The picture of a sample, the same bytes each time with one version of Pillow. Raises :class:`KeyError`."""
    chosen = {each.id: each for each in SAMPLES}[id]
    out = BytesIO()
    # PNG and WebP do not take `subsampling`, and ignore it; 90 keeps the grain.
    chosen.draw().save(out, _FORMATS[chosen.filename.rpartition(".")[2]], quality=90, subsampling=0)
    return Picture.from_bytes(out.getvalue(), chosen.filename)


@cache
def sample_thumbnail(sample_id: str) -> bytes:
    """A sample's small WebP picture. Raises KeyError for an id that there is none of."""
    if sample_id not in {item.id for item in SAMPLES}:
        raise KeyError(sample_id)
    return (THUMBNAILS / f"{sample_id}.webp").read_bytes()


def draw_thumbnail(sample_id: str) -> bytes:
    """What ``sample_thumbnail`` was made with: square, so that a gallery's rows line up."""
    return thumbnail(CONVERSIONS["crop_square"].run(sample(sample_id)), SIDE)
