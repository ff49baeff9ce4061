"""The EXIF orientation: how the camera was held, and the transposition that undoes it."""

from __future__ import annotations

from types import MappingProxyType

from PIL import ExifTags, Image

from orq_ui.imaging.decoding import DECODE_ERRORS

_TRANSPOSITIONS = MappingProxyType(
    {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
)
SWAPS_SIDES = frozenset({5, 6, 7, 8})
"""The orientations that swap width and height."""


def read_orientation(image: Image.Image) -> int:
    """Return EXIF tag 274, 1 (as stored) to 8; unreadable or impossible metadata counts as 1, as viewers do."""
    if "exif" not in image.info:
        return 1  # or Pillow would decode a PNG to look for it behind the pixels
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except DECODE_ERRORS:
        return 1
    return value if isinstance(value, int) and value in _TRANSPOSITIONS else 1


def apply_orientation(image: Image.Image, orientation: int) -> Image.Image:
    """Return the image as it is meant to be seen."""
    method = _TRANSPOSITIONS.get(orientation)
    return image if method is None else image.transpose(method)
