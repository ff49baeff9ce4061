"""What a strict model may reject about a picture, known before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from orq_ui.imaging.conversions import CLASSIC_MAX_BYTES, CONVERSIONS
from orq_ui.imaging.picture import EXTENSIONS, Picture

WarningCode = Literal["not_square", "over_4_mb", "wrong_extension", "exif_rotation"]
Fact = int | str

_VALID_EXTENSIONS = MappingProxyType(
    {
        "image/png": frozenset({"png"}),
        "image/webp": frozenset({"webp"}),
        "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif", "mpo"}),
    }
)


@dataclass(frozen=True)
class PictureWarning:
    """Something that a model may refuse. ``facts`` are its numbers and words; ``cures`` are ids of conversions."""

    code: WarningCode
    facts: Mapping[str, Fact]
    cures: tuple[str, ...] = ()


def picture_warnings(picture: Picture) -> tuple[PictureWarning, ...]:
    """Return the picture's warnings; sizes in their facts are upright, as a viewer shows them. No pixel is decoded."""
    return tuple(_warnings(picture))


def _warnings(picture: Picture) -> Iterator[PictureWarning]:
    width, height = picture.upright_size
    size = len(picture.bytes)
    if width != height:
        yield _warning(picture, "not_square", {"width": width, "height": height}, "crop_square", "pad_square")
    if size >= CLASSIC_MAX_BYTES:
        yield _warning(picture, "over_4_mb", {"bytes": size, "limit": CLASSIC_MAX_BYTES}, "shrink")
    extension = _extension(picture.name)
    if extension and extension not in _VALID_EXTENSIONS[picture.media_type]:
        facts = {"extension": extension, "expected": EXTENSIONS[picture.media_type]}
        # Another picture fits its name only where the name already says PNG.
        yield _warning(picture, "wrong_extension", facts, *(["to_png"] if extension == "png" else []))
    if picture.orientation != 1:
        yield _warning(picture, "exif_rotation", {"orientation": picture.orientation}, "upright")


def _warning(picture: Picture, code: WarningCode, facts: Mapping[str, Fact], *cures: str) -> PictureWarning:
    applicable = tuple(cure for cure in cures if CONVERSIONS[cure].applies(picture))
    return PictureWarning(code, MappingProxyType(dict(facts)), applicable)


def _extension(name: str) -> str:
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    return found[1].lower() if found else ""
