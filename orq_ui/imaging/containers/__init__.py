"""PNG, JPEG and WebP as files: what they say of themselves, and the part of them that a decoder needs."""

from __future__ import annotations

from orq_ui.imaging.containers import jpeg, png, webp
from orq_ui.imaging.containers.container import BrokenContainer, Container

__all__ = ["BrokenContainer", "Container", "read_container", "sniff_media_type"]

_READERS = {"image/png": png.read, "image/webp": webp.read, "image/jpeg": jpeg.read}


def read_container(data: bytes) -> Container | None:
    """Return what a PNG, WebP or JPEG file says of itself; None for all else.

    Raise :class:`BrokenContainer` where a browser finds no picture in it either.
    """
    media_type = sniff_media_type(data)
    return None if media_type is None else _READERS[media_type](data)


def sniff_media_type(data: bytes) -> str | None:
    """Return the media type of a PNG, WebP or JPEG by its first bytes, whatever follows; None for all else."""
    if data.startswith(png.SIGNATURE):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/jpeg" if data.startswith(b"\xff\xd8\xff") else None
