"""Whether all of a picture's pixels are there and can be decoded here, found out in bounded time and memory."""

from __future__ import annotations

import math
from contextlib import nullcontext

from PIL import Image, ImageChops

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.containers import Container, png
from orq_ui.imaging.containers.jpeg import END
from orq_ui.imaging.decoding import (
    DECODE_ERRORS,
    LARGE,
    MAX_DECODED_BYTES,
    MAX_PIXELS,
    TURN,
    decode_small,
    decoded_bytes,
    draft_size,
    open_image,
)

MAX_SCANNED_PIXELS = 20 * MAX_PIXELS
"""Pixels times scans of a JPEG: cameras and encoders write 1 to 14 scans; thousands would take minutes."""
_FILLING = bytes(range(1, 255)) * 16
"""Decoded in place of what is missing it gives another picture than nothing does."""
_VISIBLE = 8
"""Levels out of 255: two decodings that differ by less are of the same data."""


def check_pixels(container: Container) -> None:
    """Decode the picture once, a JPEG at an eighth of its size, which reads all of its data.

    Raise :class:`UnusablePicture` with reason ``too_many_pixels``, ``too_many_scans``, ``too_much_memory`` or
    ``truncated``; the detail of the last is the missing share of the picture where it is known.
    """
    size = container.width, container.height
    if math.prod(size) > MAX_PIXELS:
        raise UnusablePicture("too_many_pixels", detail=f"{size[0]}×{size[1]}")
    if container.scans > 1 and container.scans * math.prod(size) > MAX_SCANNED_PIXELS:
        raise UnusablePicture("too_many_scans", detail=str(container.scans))
    is_jpeg = container.media_type == "image/jpeg"
    needed = decoded_bytes(container, draft_size(size) if is_jpeg else size)
    if needed > MAX_DECODED_BYTES:
        raise UnusablePicture("too_much_memory", detail=f"{needed / 1e6:.0f} MB")
    try:
        if not is_jpeg:
            with open_image(container) as image:
                image.load()
            return
        with TURN if needed > LARGE else nullcontext():
            small = decode_small(container.essence)
    except DECODE_ERRORS as reason:
        missing = png.missing_share(container) if container.media_type == "image/png" else 0.0
        raise UnusablePicture("truncated", detail=_percent(missing)) from reason
    if not container.is_complete:
        _check_end(container, small)


def _check_end(container: Container, small: Image.Image) -> None:
    """Refuse a JPEG without its end marker that lacks pixels, too: what follows its data changes the picture then."""
    other = decode_small(container.essence.removesuffix(END) + _FILLING + END)
    difference = ImageChops.difference(small, other)
    changed = [channel.point(lambda level: 255 * (level > _VISIBLE)).getbbox() for channel in difference.split()]
    first_rows = [box[1] for box in changed if box]
    if first_rows:
        raise UnusablePicture("truncated", detail=_percent(1 - min(first_rows) / small.height))


def _percent(share: float) -> str:
    """Return ``40 %``; an empty text for nothing."""
    return f"{math.ceil(100 * share)} %" if share else ""
