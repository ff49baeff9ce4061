"""The record's text on its way into a file and out of it: compressed where it pays, never larger than its limits."""

from __future__ import annotations

import zlib

from orq_ui.errors import InvalidInput

COMPRESS_OVER = 1_000
"""Bytes; a shorter record stays readable in a text editor."""
MAX_TEXT = 1_000_000
"""Bytes of a record, as written and as read: whatever claims to be more is not unpacked."""
MAX_PACKED = 48_000
"""Bytes of a record after compression: as Base64 it still fits the 64 kB of one JPEG segment."""


def broken() -> InvalidInput:
    """The error for a tag that is there and cannot be read."""
    return InvalidInput("image", "tag_broken")


def compressed(text: bytes) -> bytes:
    """The text in zlib form; raises :class:`InvalidInput` on ``request`` for one too large to carry."""
    packed = zlib.compress(text, 9) if len(text) <= MAX_TEXT else b""
    if not packed or len(packed) > MAX_PACKED:
        raise InvalidInput("request", "too_large")
    return packed


def bounded(text: bytes) -> bytes:
    """The text itself; raises :class:`InvalidInput` with ``tag_too_large`` over the limit."""
    if len(text) > MAX_TEXT:
        raise InvalidInput("image", "tag_too_large")
    return text


def inflated(packed: bytes) -> bytes:
    """The text again; raises :class:`InvalidInput` with ``tag_broken`` or ``tag_too_large``."""
    unpacking = zlib.decompressobj()
    try:
        # One byte more than allowed tells the two apart, however much was hidden in few bytes.
        text = bounded(unpacking.decompress(packed, MAX_TEXT + 1))
    except zlib.error as reason:
        raise broken() from reason
    if not unpacking.eof:
        raise broken()
    return text
