"""Whether all of a picture's pixels are there and can be decoded here, found out in bounded time and memory."""

from __future__ import annotations

import math
from contextlib import nullcontext

from PIL import Image, ImageChops

from orq_ui.errors import UnusablePicture
from orq_ui.imaging.containers import BrokenContainer, Container, png, read_container
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
from orq_ui.imaging.foreign import foreign_format

MAX_BYTES = 50_000_000
"""The contract's limit is exclusive: a picture has fewer bytes than this."""
MAX_SIDE = 1_000_000
"""Pixels, as in the PNG library of browsers: each row takes memory and time beside its pixels."""
MAX_SCANS = 100
"""Scans of a JPEG: cameras and encoders write 1 to 14, optimizers of small pictures up to 64."""
MAX_DECODING_S = 5.0
"""Seconds of one core for one picture, by :attr:`Container.decoding_s`."""
_FILLING = bytes(range(1, 255)) * 16
"""Decoded in place of what is missing it gives another picture than nothing does."""
_VISIBLE = 8
"""Levels out of 255: two decodings that differ by less are of the same data."""


def check_header(data: bytes) -> Container:
    """Read a file's structure, and refuse by it alone what cannot be sent, or takes too much memory or time to decode.

    Raise :class:`UnusablePicture` with reason ``empty``, ``too_many_bytes``, ``not_a_picture``, ``wrong_type``,
    ``animated``, ``truncated``, ``too_many_pixels``, ``too_many_scans``, ``too_slow`` or ``too_much_memory``.
    """
    if not data:
        raise UnusablePicture("empty")
    if len(data) >= MAX_BYTES:
        raise UnusablePicture("too_many_bytes", detail=str(len(data)))
    try:
        container = read_container(data)
    except BrokenContainer as reason:
        raise UnusablePicture("truncated") from reason
    if container is None:
        found = foreign_format(data)
        raise UnusablePicture("wrong_type", detail=found) if found else UnusablePicture("not_a_picture")
    if container.coding:
        raise UnusablePicture("wrong_type", detail=container.coding)
    if container.frames > 1:
        raise UnusablePicture("animated", detail=str(container.frames))
    _check_budget(container)
    return container


def check_pixels(container: Container) -> None:
    """Decode the picture once, a JPEG at an eighth of its size, which reads all of its data.

    Raise :class:`UnusablePicture` with reason ``truncated``; its detail is the missing share of the picture where it
    is known.
    """
    is_jpeg = container.media_type == "image/jpeg"
    try:
        if not is_jpeg:
            with open_image(container) as image:
                image.load()
            return
        with TURN if _needed_bytes(container) > LARGE else nullcontext():
            small = decode_small(container.essence)
    except DECODE_ERRORS as reason:
        missing = png.missing_share(container) if container.media_type == "image/png" else 0.0
        raise UnusablePicture("truncated", detail=_percent(missing)) from reason
    if not container.is_complete:
        _check_end(container, small)


def _check_budget(container: Container) -> None:
    """Refuse what would take too much memory or time."""
    if container.width * container.height > MAX_PIXELS or max(container.width, container.height) > MAX_SIDE:
        raise UnusablePicture("too_many_pixels", detail=f"{container.width}×{container.height}")
    if container.scans > MAX_SCANS:
        raise UnusablePicture("too_many_scans", detail=str(container.scans))
    if (needed := _needed_bytes(container)) > MAX_DECODED_BYTES:
        raise UnusablePicture("too_much_memory", detail=f"{needed / 1e6:.0f} MB")
    if container.decoding_s > MAX_DECODING_S:
        raise UnusablePicture("too_slow", detail=f"{container.decoding_s:.0f} s")


def _needed_bytes(container: Container) -> int:
    """Return the memory that the check takes, which decodes a JPEG at an eighth of its size."""
    size = container.width, container.height
    return decoded_bytes(container, draft_size(size) if container.media_type == "image/jpeg" else size)


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
