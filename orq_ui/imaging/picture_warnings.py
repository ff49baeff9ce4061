"""What a strict model may reject about a picture, known before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from orq_ui.imaging.conversions import CLASSIC_MAX_BYTES, CONVERSIONS
from orq_ui.imaging.picture import EXTENSIONS, FORMATS, Picture

WarningCode = Literal["not_square", "over_4_mb", "wrong_extension", "exif_rotation", "no_end_marker"]
Fact = int | str

_VALID_EXTENSIONS = MappingProxyType(
    {
        "image/png": frozenset({"png", "apng"}),
        "image/webp": frozenset({"webp"}),
        "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif", "jif", "jfi", "pjpeg", "pjp", "mpo"}),
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
        shape: dict[str, Fact] = {"width": width, "height": height}
        cures = [cure for cure in ("crop_square", "pad_square") if CONVERSIONS[cure].applies(picture)]
        # What is too large to be cropped can be once it is small.
        yield _warning(picture, "not_square", shape, *(cures or ["shrink"]))
    if size >= CLASSIC_MAX_BYTES:
        yield _warning(picture, "over_4_mb", {"bytes": size, "limit": CLASSIC_MAX_BYTES}, "shrink")
    extension = _extension(picture.name)
    if extension and extension not in _VALID_EXTENSIONS[picture.media_type]:
        facts = {"extension": extension, "expected": EXTENSIONS[picture.media_type]}
        # Another picture fits its name only where the name already says PNG.
        yield _warning(picture, "wrong_extension", facts, *(["to_png"] if extension == "png" else []))
    if picture.orientation != 1:
        yield _warning(picture, "exif_rotation", {"orientation": picture.orientation}, "upright")
    if not picture.is_complete:
        yield _warning(picture, "no_end_marker", {"format": FORMATS[picture.media_type]}, "to_png")


def _warning(picture: Picture, code: WarningCode, facts: Mapping[str, Fact], *cures: str) -> PictureWarning:
    applicable = tuple(cure for cure in cures if CONVERSIONS[cure].applies(picture))
    return PictureWarning(code, MappingProxyType(dict(facts)), applicable)


def _extension(name: str) -> str:
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    return found[1].lower() if found else ""
