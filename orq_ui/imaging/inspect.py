"""What there is to know of a picture before it is sent, and what a strict model may hold against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from orq_ui.imaging.convert import CLASSIC_MAX_BYTES, CONVERSIONS
from orq_ui.imaging.opening import opened
from orq_ui.imaging.picture import EXTENSIONS, FORMATS, Picture

WarningCode = Literal["not_square", "over_4_mb", "wrong_extension", "exif_rotation"]
Fact = int | str

_FITTING = MappingProxyType(
    {
        "image/png": frozenset({"png"}),
        "image/webp": frozenset({"webp"}),
        "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif", "mpo"}),
    }
)
_MODES = MappingProxyType(
    {
        "1": "black and white",
        "L": "greyscale",
        "LA": "greyscale",
        "I;16": "16-bit greyscale",
        "I": "32-bit greyscale",
        "P": "palette",
        "PA": "palette",
        "RGB": "colour",
        "RGBA": "colour",
        "CMYK": "print colours (CMYK)",
        "YCbCr": "colour (YCbCr)",
    }
)


@dataclass(frozen=True)
class PictureWarning:
    """Something that a model may refuse. ``facts`` are its numbers and words; ``cures`` are ids of conversions."""

    code: WarningCode
    facts: Mapping[str, Fact]
    cures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What a picture is. ``width`` and ``height`` are upright, ``mode`` is in words, ``orientation`` is EXIF's 1–8."""

    format: str
    mode: str
    orientation: int
    width: int
    height: int
    has_alpha: bool
    warnings: tuple[PictureWarning, ...]


def inspect(picture: Picture) -> Inspection:
    """Describe the picture from its header; no pixel is decoded but for a PNG's trailing metadata."""
    with opened(picture.bytes) as image:
        mode, has_alpha = image.mode, image.has_transparency_data
    words = _MODES.get(mode, mode) + (" with transparency" if has_alpha else "")
    width, height = picture.upright_size
    warnings = tuple(_warnings(picture))
    return Inspection(FORMATS[picture.media_type], words, picture.orientation, width, height, has_alpha, warnings)


def _warnings(picture: Picture) -> Iterator[PictureWarning]:
    width, height = picture.upright_size
    size = len(picture.bytes)
    if width != height:
        yield _warning(picture, "not_square", {"width": width, "height": height}, "crop_square", "pad_square")
    if size >= CLASSIC_MAX_BYTES:
        yield _warning(picture, "over_4_mb", {"bytes": size, "limit": CLASSIC_MAX_BYTES}, "shrink")
    extension = _extension(picture.name)
    if extension and extension not in _FITTING[picture.media_type]:
        facts = {"extension": extension, "expected": EXTENSIONS[picture.media_type]}
        # Another picture fits its name only where the name already says PNG.
        yield _warning(picture, "wrong_extension", facts, *(["to_png"] if extension == "png" else []))
    if picture.orientation != 1:
        yield _warning(picture, "exif_rotation", {"orientation": picture.orientation}, "upright")


def _warning(picture: Picture, code: WarningCode, facts: Mapping[str, Fact], *cures: str) -> PictureWarning:
    able = tuple(cure for cure in cures if CONVERSIONS[cure].applies(picture))
    return PictureWarning(code, MappingProxyType(dict(facts)), able)


def _extension(name: str) -> str:
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    return found[1].lower() if found else ""
