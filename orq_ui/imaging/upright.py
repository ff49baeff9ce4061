"""The EXIF orientation: how a camera was held, and how to turn the pixels so that up is up."""

from __future__ import annotations

from types import MappingProxyType

from PIL import ExifTags, Image

from orq_ui.imaging.opening import BROKEN

_TURNS = MappingProxyType(
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
SIDEWAYS = frozenset({5, 6, 7, 8})
"""The orientations that swap width and height."""


def orientation(image: Image.Image) -> int:
    """1 (as stored) to 8, by EXIF tag 274; unreadable or impossible metadata counts as 1, as viewers do."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except BROKEN:
        return 1
    return value if isinstance(value, int) and value in _TURNS else 1


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The image as it is meant to be seen."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
