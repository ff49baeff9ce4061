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
from orq_ui.imaging.decoding import DECODE_ERRORS, decode_turn, open_image
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
    found = foreign_format(data)
    try:
        with _open_foreign(data, found) if found else _open_own(data) as image:
            image.load()
            upright = ImageOps.exif_transpose(image)
            encoded = encode_image(upright, "image/png")
            while len(encoded) >= MAX_BYTES:
                upright = fit_image(upright, _size_for(upright.size, len(encoded)))
                encoded = encode_image(upright, "image/png")
    except Image.DecompressionBombError as reason:
        raise UnusablePicture("too_large_to_convert") from reason
    except _FOREIGN_ERRORS as reason:
        raise UnusablePicture("not_convertible") from reason
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name) or "picture"
    return Picture.from_bytes(encoded, f"{stem}.png")


@contextmanager
def _open_own(data: bytes) -> Iterator[Image.Image]:
    container = read_container(data)
    if container is None:
        raise UnidentifiedImageError
    _check_pixels(container.width, container.height)
    with open_image(container) as image:
        yield image


@contextmanager
def _open_foreign(data: bytes, found: str) -> Iterator[Image.Image]:
    if found not in _PARSERS or (found == HEIF and not can_read_heif()):
        raise UnidentifiedImageError
    if found == "ICO":  # which holds whole PNGs, of any size whatever its own header says
        for sizes in _PNG_HEADER.findall(data):
            _check_pixels(*map(int.from_bytes, sizes))
    with decode_turn(), suppress_warnings(), Image.open(BytesIO(data), formats=[_PARSERS[found]]) as image:
        _check_pixels(*image.size)
        yield image


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_CONVERTED_PIXELS:
        raise UnusablePicture("too_large_to_convert", detail=f"{width}×{height}")


def _size_for(size: tuple[int, int], encoded: int) -> tuple[int, int]:
    """Return the size at which a PNG of so many bytes comes below the limit, with some room."""
    scale = math.sqrt(0.9 * MAX_BYTES / encoded)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
