"""A PNG, on request, of a file that cannot be sent: another format, an animation's first frame, the rest of a JPEG."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from types import MappingProxyType

from PIL import Image, ImageOps, UnidentifiedImageError

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.containers import read_container
from orq_ui.imaging.conversions import MAX_CONVERTED_PIXELS
from orq_ui.imaging.decoding import DECODE_ERRORS, MAX_DECODED_BYTES, TURN, decoded_bytes, open_image
from orq_ui.imaging.encoding import encode_image
from orq_ui.imaging.foreign import HEIF, foreign_format
from orq_ui.imaging.picture import MAX_BYTES, Picture
from orq_ui.imaging.pillow_warnings import suppress_warnings
from orq_ui.imaging.scaling import fit_image

_PARSERS = MappingProxyType(
    {
        "AVIF": "AVIF",
        "BMP": "BMP",
        "GIF": "GIF",
        "ICO": "ICO",
        "JPEG 2000": "JPEG2000",
        "PSD": "PSD",
        "QOI": "QOI",
        "TIFF": "TIFF",
        HEIF: "HEIF",
    }
)
"""Pillow's parser for each format. Camera raw, JPEG XL, SVG, PDF and videos it cannot read."""
_BYTES_PER_PIXEL = MappingProxyType({"JPEG 2000": 20, "AVIF": 9, HEIF: 9})
"""What the decoders were measured to take; the others take about as much as the pixels."""
_FOREIGN_ERRORS = (*DECODE_ERRORS, RuntimeError, MemoryError)
"""AVIF's decoder raises the second last, and a header that asks for too much at once the last."""
_PNG_HEADER = re.compile(rb"IHDR(....)(....)", re.DOTALL)


@cache
def can_read_heif() -> bool:
    """Return whether pillow-heif is installed, from the extra ``heif``; it is registered with Pillow then."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def can_convert(data: bytes, refused: UnusablePicture) -> bool:
    """Return whether a PNG can be made of a file that was refused with this error; its pixels are not looked at."""
    match refused.reason:
        case "wrong_type":
            return refused.detail in _PARSERS and (refused.detail != HEIF or can_read_heif())
        case "animated":
            return True
        case "truncated":
            return bool(refused.detail) and data.startswith(b"\xff\xd8")
    return False


def convert_refused(data: bytes, name: str) -> Picture:
    """Return the file's first picture as a PNG, upright, and scaled down if it would have 50 MB and more.

    Raise :class:`UnusablePicture` with reason ``not_convertible`` where it cannot be decoded, or
    ``too_large_to_convert``.
    """
    try:
        encoded = _encode_png(data)
    except Image.DecompressionBombError as reason:
        raise UnusablePicture("too_large_to_convert") from reason
    except _FOREIGN_ERRORS as reason:
        raise UnusablePicture("not_convertible") from reason
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name) or "picture"
    return Picture.from_bytes(encoded, f"{stem}.png")


def _encode_png(data: bytes) -> bytes:
    found = foreign_format(data)
    with _open_foreign(data, found) if found else _open_own(data) as opened:
        opened.load()
        ImageOps.exif_transpose(opened, in_place=True)  # or it makes a copy even where there is nothing to turn
        image: Image.Image = opened
        encoded = encode_image(image, "image/png")
        while len(encoded) >= MAX_BYTES:
            image = fit_image(image, _size_for(image.size, len(encoded)))
            encoded = encode_image(image, "image/png")
    return encoded


@contextmanager
def _open_own(data: bytes) -> Iterator[Image.Image]:
    container = read_container(data)
    if container is None:
        raise UnidentifiedImageError
    size = container.width, container.height
    _check_pixels(*size, MAX_DECODED_BYTES * math.prod(size) // decoded_bytes(container, size))
    with open_image(container) as image:
        yield image


@contextmanager
def _open_foreign(data: bytes, found: str) -> Iterator[Image.Image]:
    if found not in _PARSERS or (found == HEIF and not can_read_heif()):
        raise UnidentifiedImageError
    if found == "ICO":  # which holds whole PNGs, of any size whatever its own header says
        for sizes in _PNG_HEADER.findall(data):
            _check_pixels(*map(int.from_bytes, sizes))
    with TURN, suppress_warnings(), Image.open(BytesIO(data), formats=[_PARSERS[found]]) as image:
        _check_pixels(*image.size, MAX_DECODED_BYTES // _BYTES_PER_PIXEL.get(found, 1))
        yield image


def _check_pixels(width: int, height: int, most: int = MAX_CONVERTED_PIXELS) -> None:
    if width * height > min(most, MAX_CONVERTED_PIXELS):
        raise UnusablePicture("too_large_to_convert", detail=f"{width}×{height}")


def _size_for(size: tuple[int, int], encoded: int) -> tuple[int, int]:
    """Return the size at which a PNG of so many bytes comes below the limit, with some room."""
    scale = math.sqrt(0.9 * MAX_BYTES / encoded)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
