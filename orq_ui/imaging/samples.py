"""Eight pictures to begin with: files of the package, in ``sample_pictures``, with a small one of each beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from orq_ui.imaging.picture import Picture

_PICTURES = Path(__file__).parent / "sample_pictures"


@dataclass(frozen=True)
class Sample:
    """A built-in picture: its name, what a screen reader says of it, and a sentence on what it is good for."""

    id: str
    name: str
    alt: str
    description: str
    filename: str


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "lighthouse",
        "Lighthouse at dusk",
        "A red and white lighthouse on a rock, its beam over a violet sea at sunset.",
        "One clear subject and strong colours: shows how a model treats light.",
        "lighthouse.png",
    ),
    Sample(
        "tulips",
        "Tulips in a bowl",
        "Red, pink and yellow tulips in a white bowl with a blue pattern, before a green arch.",
        "Many alike shapes: shows whether a variation keeps their number and colours.",
        "tulips.png",
    ),
    Sample(
        "fox",
        "Fox",
        "The face of an orange fox with yellow eyes, cut out like a sticker.",
        "A WebP with a transparent ground: shows what a model does with transparency.",
        "fox.webp",
    ),
    Sample(
        "mountains",
        "Mountain lake",
        "Pale mountain ranges behind a still lake, firs on both shores, a low sun.",
        "A wide JPEG, not a square: try the conversions on it, or see who refuses it.",
        "mountains.jpg",
    ),
    Sample(
        "boat",
        "Paper boat",
        "A folded paper boat on tall teal waves before a red sun.",
        "Flat shapes and soft shadows: shows how well a style is kept.",
        "paper-boat.png",
    ),
    Sample(
        "city",
        "City at night",
        "A skyline with hundreds of lit windows under a full moon, mirrored in a river.",
        "Much fine detail: shows what is lost at small sizes.",
        "city.png",
    ),
    Sample(
        "fruit",
        "Still life with fruit",
        "A pear, oranges, a lemon, grapes and cherries on a striped cloth.",
        "Several things of different kinds: shows which of them a variation keeps.",
        "fruit.png",
    ),
    Sample(
        "bauhaus",
        "Bauhaus",
        "Circles, arcs and bars in red, blue, yellow and black, like cut paper.",
        "An abstract picture: shows what a model makes of form without a subject.",
        "bauhaus.png",
    ),
)
_BY_ID = {chosen.id: chosen for chosen in SAMPLES}


@cache
def sample(id: str) -> Picture:  # noqa: A002 - the name of the field it is looked up by
    """Return a sample's picture, read once. Raise :class:`KeyError` for an unknown id."""
    filename = _BY_ID[id].filename
    return Picture.from_bytes((_PICTURES / filename).read_bytes(), filename)


@cache
def sample_thumbnail(id: str) -> bytes:  # noqa: A002 - as above
    """Return a sample's thumbnail: a square WebP, 240 pixels a side. Raise :class:`KeyError` for an unknown id."""
    return (_PICTURES / "thumbnails" / f"{_BY_ID[id].id}.webp").read_bytes()
