"""The record's text on its way into a file and out of it: compressed where it pays, never larger than its limits."""

from __future__ import annotations

import zlib

from orq_ui.errors import InvalidInput

COMPRESS_OVER = 1_000
"""Bytes; a shorter record stays readable in a text editor."""
MAX_TEXT = 1_000_000
"""Bytes of a record, as written and as read: whatever claims to be more is not unpacked."""
MAX_COMPRESSED = 48_000
"""Bytes of a record after compression: as Base64 it still fits the 64 kB of one JPEG segment."""


def broken() -> InvalidInput:
    """Return the error for metadata of ours that cannot be read."""
    return InvalidInput("image", "metadata_broken")


def compress(text: bytes) -> bytes:
    """Return the text in zlib form; raise :class:`InvalidInput` on ``request`` for one too large to embed."""
    compressed = zlib.compress(text, 9) if len(text) <= MAX_TEXT else b""
    if not compressed or len(compressed) > MAX_COMPRESSED:
        raise InvalidInput("request", "too_large")
    return compressed


def check_size(text: bytes) -> bytes:
    """Return the text itself; raise :class:`InvalidInput` with ``metadata_too_large`` over the limit."""
    if len(text) > MAX_TEXT:
        raise InvalidInput("image", "metadata_too_large")
    return text


def decompress(compressed: bytes) -> bytes:
    """Return the text again; raise :class:`InvalidInput` with ``metadata_broken`` or ``metadata_too_large``."""
    decompressor = zlib.decompressobj()
    try:
        # One byte more than allowed tells the two apart, however much was hidden in few bytes.
        text = check_size(decompressor.decompress(compressed, MAX_TEXT + 1))
    except zlib.error as reason:
        raise broken() from reason
    if not decompressor.eof:
        raise broken()
    return text
