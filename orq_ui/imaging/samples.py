"""Eight pictures to begin with: files of the package, in ``sample_pictures``, with a small one of each beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

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


SAMPLES = TypeAdapter(tuple[Sample, ...]).validate_json(Path(__file__).with_suffix(".json").read_bytes())
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
