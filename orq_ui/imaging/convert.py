"""The changes that a person may ask of a picture, each named for what it does; nothing is re-encoded unasked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.encoding import encoded, renamed, simple
from orq_ui.imaging.opening import opened
from orq_ui.imaging.picture import MAX_PIXELS, Picture
from orq_ui.imaging.upright import turned

CLASSIC_MAX_BYTES = 4_000_000
"""The first variation models took pictures under 4 MB; a picture has fewer bytes than this."""
SHRUNK_SIDE = 1024
"""The largest size that a variation can be asked for, so more pixels are not used."""

Change = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Conversion:
    """One button. ``run`` gives a new picture of the same format (but for ``to_png``), upright and without metadata.

    Where ``applies`` is false ``run`` gives back the same picture, or raises :class:`UnusablePicture`
    if what it makes would be too large.
    """

    id: str
    title: str
    help: str
    applies: Callable[[Picture], bool]
    run: Callable[[Picture], Picture]


def crop_square(picture: Picture) -> Picture:
    """The square in the middle, as large as it can be."""
    return _changed(picture, "-square", _cropped) if _is_oblong(picture) else picture


def pad_square(picture: Picture) -> Picture:
    """The whole picture in the middle of a square: transparent around a PNG or WebP, white around a JPEG."""
    if not _is_oblong(picture):
        return picture
    if not _can_pad(picture):
        side = max(picture.upright_size)
        raise UnusablePicture("too_many_pixels", detail=f"{side}×{side}")
    change = _padded_white if picture.media_type == "image/jpeg" else _padded_clear
    return _changed(picture, "-padded", change)


def to_png(picture: Picture) -> Picture:
    """The same pixels, upright, as a PNG."""
    return _changed(picture, "", lambda image: image, "image/png") if _is_not_png(picture) else picture


def shrink(picture: Picture) -> Picture:
    """At most 1024 pixels on the long side and under 4,000,000 bytes, at the largest size that gives both."""
    side = min(SHRUNK_SIDE, max(picture.width, picture.height))
    small = picture
    while _is_big(small):
        small = _changed(picture, "-small", partial(_fitted, side=side))
        # Only noise is this large at 1024 pixels: each step drops the pixels by a fifth.
        side = side * 9 // 10
    return small


def upright(picture: Picture) -> Picture:
    """The pixels turned the way the EXIF orientation says."""
    return _changed(picture, "-upright", lambda image: image) if _is_turned(picture) else picture


def _changed(picture: Picture, suffix: str, change: Change, media_type: str | None = None) -> Picture:
    media_type = media_type or picture.media_type
    with opened(picture.bytes) as image:
        lossless = image.has_transparency_data
        image.load()
        data = encoded(change(turned(image, picture.orientation)), media_type, lossless=lossless)
    return Picture.from_bytes(data, renamed(picture, suffix, media_type))


def _cropped(image: Image.Image) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def _padded_clear(image: Image.Image) -> Image.Image:
    image = simple(image)
    return _centred(image.convert("LA" if image.mode in {"L", "LA"} else "RGBA"), 0)


def _padded_white(image: Image.Image) -> Image.Image:
    # No ink is white in CMYK, full light elsewhere.
    white: dict[str, int | tuple[int, ...]] = {"L": 255, "CMYK": (0, 0, 0, 0)}
    return _centred(image, white.get(image.mode, (255, 255, 255)))


def _centred(image: Image.Image, colour: int | tuple[int, ...]) -> Image.Image:
    side = max(image.size)
    square = Image.new(image.mode, (side, side), colour)
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    square.info = dict(image.info)
    return square


def _fitted(image: Image.Image, side: int) -> Image.Image:
    scale = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image if image.mode == "CMYK" else simple(image)
    return small if scale == 1.0 else small.resize(size, Image.Resampling.LANCZOS)


def _is_oblong(picture: Picture) -> bool:
    return picture.width != picture.height


def _can_pad(picture: Picture) -> bool:
    return _is_oblong(picture) and max(picture.upright_size) ** 2 <= MAX_PIXELS


def _is_not_png(picture: Picture) -> bool:
    return picture.media_type != "image/png"


def _is_big(picture: Picture) -> bool:
    return len(picture.bytes) >= CLASSIC_MAX_BYTES or max(picture.width, picture.height) > SHRUNK_SIDE


def _is_turned(picture: Picture) -> bool:
    return picture.orientation != 1


_ALL = (
    Conversion(
        "crop_square",
        "Centre-crop to square",
        "Keep the square in the middle; the ends are cut.",
        _is_oblong,
        crop_square,
    ),
    Conversion(
        "pad_square",
        "Pad to square",
        "Keep everything and fill up to a square: transparent for PNG and WebP, white for JPEG.",
        _can_pad,
        pad_square,
    ),
    Conversion("to_png", "Convert to PNG", "The same pixels as a PNG, without further loss.", _is_not_png, to_png),
    Conversion("shrink", "Shrink", "At most 1024 pixels on the long side, and under 4 MB.", _is_big, shrink),
    Conversion(
        "upright",
        "Turn upright",
        "Turn the pixels as the camera noted, so that every model sees up as up.",
        _is_turned,
        upright,
    ),
)
CONVERSIONS: Mapping[str, Conversion] = MappingProxyType({conversion.id: conversion for conversion in _ALL})
