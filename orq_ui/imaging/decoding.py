"""Bytes to a Pillow image: only the parsers that are needed, in bounded memory, no warnings, one set of errors."""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO

from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.containers import BrokenContainer, Container, read_container, sniff_media_type
from orq_ui.imaging.pillow_warnings import suppress_warnings

__all__ = ["DECODE_ERRORS", "MAX_PIXELS", "open_image", "sniff_media_type"]

MAX_PIXELS = 16_384 * 12_288
"""Ours, inclusive: what the largest sensors sold as 200 megapixels give."""
MAX_DECODED_BYTES = 450_000_000
"""Memory for one decoded picture, pixels and a progressive JPEG's coefficients together; some copies come on top."""
LARGE = 64_000_000
"""Pictures that take more memory than this are decoded one at a time."""

_PARSERS = {"image/png": "PNG", "image/webp": "WEBP", "image/jpeg": "JPEG"}

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

TURN = threading.RLock()
"""Lets one large picture be decoded at a time; a thread that has it may take it again."""

# A setting of the process: Pillow warns at this many pixels, and refuses twice as many.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2


@contextmanager
def open_image(source: bytes | Container, side: int | None = None) -> Iterator[Image.Image]:
    """Yield a picture that was checked, with its header read and no pixel decoded yet.

    Where only a copy of at most ``side`` pixels is wanted, a JPEG is decoded at a half, a quarter or an eighth of its
    size, but not below twice that, to stay sharp. Call it in a thread: it waits for other large pictures.
    """
    container = source if isinstance(source, Container) else read_container(source)
    if container is None:
        raise BrokenContainer("not a picture")
    with suppress_warnings(), Image.open(BytesIO(container.essence), formats=[_PARSERS[container.media_type]]) as image:
        if side is not None:
            scale = 2 * side / max(image.size)
            image.draft(None, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
        image.info["icc_profile"] = container.icc_profile
        with TURN if decoded_bytes(container, image.size) > LARGE else nullcontext():
            yield image


@contextmanager
def open_accepted(data: bytes, side: int | None = None) -> Iterator[Image.Image]:
    """Yield a picture as :func:`open_image` does, for work on its pixels.

    Raise :class:`UnusablePicture` with reason ``truncated`` or ``too_much_memory`` where that fails after all: a file
    may have been damaged since it was checked, or checked by an earlier version.
    """
    try:
        with open_image(data, side) as image:
            yield image
    except DECODE_ERRORS as reason:
        raise UnusablePicture("truncated") from reason
    except MemoryError as reason:
        raise UnusablePicture("too_much_memory") from reason


def decoded_bytes(container: Container, size: tuple[int, int]) -> int:
    """Return the memory that decoding to a size takes."""
    return container.fixed_bytes + size[0] * size[1] * container.bytes_per_pixel


def draft_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the least size that a JPEG can be decoded to: an eighth, rounded up."""
    return -(-size[0] // 8), -(-size[1] // 8)


def decode_small(essence: bytes) -> Image.Image:
    """Decode a JPEG at an eighth of its size, which reads all of it."""
    with suppress_warnings(), Image.open(BytesIO(essence), formats=["JPEG"]) as image:
        image.draft(None, (1, 1))
        image.load()
        return image
