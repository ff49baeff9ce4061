"""The conversions that a person may ask for, each named for what it does; nothing is re-encoded unasked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.decoding import open_accepted
from orq_ui.imaging.encoding import encode_image, to_8_bit
from orq_ui.imaging.orientation import apply_orientation
from orq_ui.imaging.picture import EXTENSIONS, Picture
from orq_ui.imaging.scaling import STRIP_PIXELS, fit_image, size_within

CLASSIC_MAX_BYTES = 4_000_000
"""The first variation models took pictures under 4 MB; a picture has fewer bytes than this."""
MAX_CONVERTED_PIXELS = 50_000_000
"""Before and after, inclusive: the picture and its copy are in memory together. A larger one can only be shrunk."""
SHRUNK_SIDE = 1024
"""The largest size that a variation can be asked for, so more pixels are not used."""

Change = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Conversion:
    """One button. ``run`` returns a new picture of the same format (but for ``to_png``), upright and without metadata.

    Where ``applies`` is false ``run`` returns the same picture, or raises :class:`UnusablePicture`
    if the result would be too large; also, with ``truncated`` or ``too_much_memory``, if it cannot be decoded
    after all.
    """

    id: str
    title: str
    help: str
    applies: Callable[[Picture], bool]
    run: Callable[[Picture], Picture]


def crop_square(picture: Picture) -> Picture:
    """Keep the square in the middle, as large as it can be."""
    return _convert(picture, "-square", _crop) if _is_oblong(picture) else picture


def pad_square(picture: Picture) -> Picture:
    """Put the picture in the middle of a square: transparent around a PNG or WebP, white around a JPEG."""
    if not _is_oblong(picture):
        return picture
    _check_pixels(max(picture.width, picture.height), max(picture.width, picture.height))
    change = _pad_white if picture.media_type == "image/jpeg" else _pad_transparent
    return _convert(picture, "-padded", change)


def to_png(picture: Picture) -> Picture:
    """Encode the same pixels, upright, as a PNG."""
    return _convert(picture, "", lambda image: image, "image/png") if _is_not_png(picture) else picture


def shrink(picture: Picture) -> Picture:
    """Scale down to at most 1024 pixels on the long side, and further until it has under 4,000,000 bytes."""
    side = min(SHRUNK_SIDE, max(picture.width, picture.height))
    small = picture
    while _is_big(small):
        small = _scale(picture, side)
        # Only noise is this large at 1024 pixels: each step drops the pixels by a fifth.
        side = side * 9 // 10
    return small


def turn_upright(picture: Picture) -> Picture:
    """Turn the pixels the way the EXIF orientation says."""
    return _convert(picture, "-upright", lambda image: image) if _is_turned(picture) else picture


def _convert(picture: Picture, suffix: str, change: Change, media_type: str | None = None) -> Picture:
    """Make a copy at full size, changed and then turned upright."""
    _check_pixels(picture.width, picture.height)
    return _encode(picture, suffix, change, media_type)


def _scale(picture: Picture, side: int) -> Picture:
    size = size_within(picture.width, picture.height, side)
    return _encode(picture, "-small", lambda image: fit_image(image, size), side=side)


def _encode(
    picture: Picture, suffix: str, change: Change, media_type: str | None = None, side: int | None = None
) -> Picture:
    media_type = media_type or picture.media_type
    # Its images are gone before the result is checked, which takes as much memory again.
    data = _encoded(picture, change, media_type, side)
    return Picture.from_bytes(data, _derived_name(picture, suffix, media_type))


def _encoded(picture: Picture, change: Change, media_type: str, side: int | None) -> bytes:
    with open_accepted(picture.bytes, side) as image:
        lossless = image.has_transparency_data
        image.load()
        changed = change(image)
        if changed is not image:
            image.close()
        upright = apply_orientation(changed, picture.orientation)
        if upright is not changed:
            changed.close()
        return encode_image(upright, media_type, lossless=lossless)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_CONVERTED_PIXELS:
        raise UnusablePicture("too_large_to_convert", detail=f"{width}×{height}")


def _derived_name(picture: Picture, suffix: str, media_type: str) -> str:
    """Return ``cat-square.jpg`` for ``cat.jpeg`` and ``-square``: the extension is that of the content."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", picture.name) or "picture"
    return f"{stem.removesuffix(suffix)}{suffix}.{EXTENSIONS[media_type]}"


def _crop(image: Image.Image) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def _pad_transparent(image: Image.Image) -> Image.Image:
    mode = to_8_bit(image.crop((0, 0, 1, 1))).mode
    return _center(image, "LA" if mode in {"L", "LA"} else "RGBA", 0)


def _pad_white(image: Image.Image) -> Image.Image:
    # No ink is white in CMYK, full light elsewhere.
    white: dict[str, int | tuple[int, ...]] = {"L": 255, "CMYK": (0, 0, 0, 0)}
    return _center(image, image.mode, white.get(image.mode, (255, 255, 255)))


def _center(image: Image.Image, mode: str, colour: int | tuple[int, ...]) -> Image.Image:
    """Return a square with the image, converted strip by strip where it has another mode."""
    side = max(image.size)
    square = Image.new(mode, (side, side), colour)
    left, above = (side - image.width) // 2, (side - image.height) // 2
    rows = max(1, STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        square.paste(strip if strip.mode == mode else to_8_bit(strip).convert(mode), (left, above + top))
    square.info = {name: value for name, value in image.info.items() if mode == image.mode or name != "transparency"}
    return square


def _is_oblong(picture: Picture) -> bool:
    return picture.width != picture.height


def _can_crop(picture: Picture) -> bool:
    return _is_oblong(picture) and _is_convertible(picture)


def _can_pad(picture: Picture) -> bool:
    return _is_oblong(picture) and max(picture.width, picture.height) ** 2 <= MAX_CONVERTED_PIXELS


def _can_encode_png(picture: Picture) -> bool:
    return _is_not_png(picture) and _is_convertible(picture)


def _can_turn(picture: Picture) -> bool:
    return _is_turned(picture) and _is_convertible(picture)


def _is_convertible(picture: Picture) -> bool:
    return picture.width * picture.height <= MAX_CONVERTED_PIXELS


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
        _can_crop,
        crop_square,
    ),
    Conversion(
        "pad_square",
        "Pad to square",
        "Keep everything and fill up to a square: transparent for PNG and WebP, white for JPEG.",
        _can_pad,
        pad_square,
    ),
    Conversion("to_png", "Convert to PNG", "The same pixels as a PNG, without further loss.", _can_encode_png, to_png),
    Conversion("shrink", "Shrink", "At most 1024 pixels on the long side, and under 4 MB.", _is_big, shrink),
    Conversion(
        "upright",
        "Turn upright",
        "Turn the pixels as the camera noted, so that every model sees up as up.",
        _can_turn,
        turn_upright,
    ),
)
CONVERSIONS: Mapping[str, Conversion] = MappingProxyType({conversion.id: conversion for conversion in _ALL})
