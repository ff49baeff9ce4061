"""Bytes to a Pillow image: only the parsers that are needed, no warnings, one set of errors."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from types import MappingProxyType

from PIL import Image

from orq_ui.imaging.quiet import quietly

MEDIA_TYPES = MappingProxyType({"PNG": "image/png", "WEBP": "image/webp", "JPEG": "image/jpeg", "MPO": "image/jpeg"})
"""Pillow's format names. MPO is a JPEG with more pictures behind the first, as phones write it."""

_PARSERS = ("PNG", "WEBP", "JPEG")  # the JPEG parser turns itself into the one for MPO

BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError, struct.error, zlib.error)
"""What Pillow's parsers let out on damaged bytes; found by feeding them mutated pictures."""

_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})  # sizes of the header that follows a BMP's first 14 bytes
_STARTS = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"\0\0\x01\0", "ICO"),
    (b"8BPS", "PSD"),
    (b"\0\0\0\x0cjP  ", "JPEG2000"),
    (b"\0\0\0\x0cJXL ", "JXL"),
    (b"\xff\x0a", "JXL"),
    (b"qoif", "QOI"),
)
_BRANDS = MappingProxyType({b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIF", b"heix": "HEIF", b"mif1": "HEIF"})


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The picture with its header read and no pixel decoded yet."""
    with quietly(), Image.open(BytesIO(data), formats=_PARSERS) as image:
        yield image


def is_announced(data: bytes) -> bool:
    """Whether the first bytes are those of a PNG, WebP or JPEG, whatever follows."""
    return data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def other_format(data: bytes) -> str | None:
    """The kind of picture that the first bytes announce, when it is one that the router does not take."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12])
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS:
        return "BMP"
    return "SVG" if data[:500].lstrip().startswith((b"<svg", b"<?xml")) and b"<svg" in data[:2000] else None
