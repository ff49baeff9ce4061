"""Pictures that are files of the package, in ``sample_pictures``: eight to begin with, a small one of each, and how the
emulator's models draw one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from orq_ui.imaging.picture import Picture

_PICTURES = Path(__file__).parent / "sample_pictures"
STYLE_PICTURES = _PICTURES / "styles"
"""A folder for each provider, in it a file for each model; made by ``python -m docs.contact_sheet --styles``."""


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


def style_picture(model: str) -> Path | None:
    """Return the file that shows a model's style: a square WebP, 128 pixels a side; None where there is none."""
    return _style_pictures().get(model)


@cache
def _style_pictures() -> dict[str, Path]:
    # Looked up in what is there, as a model's name may be any text.
    return {f"{path.parent.name}/{path.stem}": path for path in STYLE_PICTURES.glob("*/*.webp")}
