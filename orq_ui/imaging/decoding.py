"""Bytes to a Pillow image: only the parsers that are needed, no warnings, one set of errors."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from types import MappingProxyType

from PIL import Image

from orq_ui.imaging.pillow_warnings import suppress_warnings

MEDIA_TYPES = MappingProxyType({"PNG": "image/png", "WEBP": "image/webp", "JPEG": "image/jpeg", "MPO": "image/jpeg"})
"""By Pillow's format names. MPO is a JPEG with more pictures behind the first, as phones write it."""

_PARSERS = ("PNG", "WEBP", "JPEG")  # the JPEG parser turns itself into the one for MPO

DECODE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
"""What Pillow's parsers raise on damaged bytes; found by feeding them mutated pictures."""

_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})  # sizes of the header that follows a BMP's first 14 bytes
_SIGNATURES = (
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
def open_image(data: bytes) -> Iterator[Image.Image]:
    """Yield the picture with its header read and no pixel decoded yet."""
    with suppress_warnings(), Image.open(BytesIO(data), formats=_PARSERS) as image:
        yield image


def sniff_media_type(data: bytes) -> str | None:
    """Return the media type of a PNG, WebP or JPEG by its first bytes, whatever follows; None for all else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/jpeg" if data.startswith(b"\xff\xd8\xff") else None


def unsupported_format(data: bytes) -> str | None:
    """Return the format that the first bytes announce, when it is one that the router does not take."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12])
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS:
        return "BMP"
    return "SVG" if data[:500].lstrip().startswith((b"<svg", b"<?xml")) and b"<svg" in data[:2000] else None
