"""What a picture's file says of itself before any pixel is decoded."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_CHUNKS = 200_000
"""Chunks or segments that are read of one file; 50 MB of PNG have some 6,000."""
MAX_PROFILE_BYTES = 4_000_000
"""A larger colour profile is not carried over to a converted picture; those of cameras and screens are far smaller."""


class BrokenContainer(ValueError):
    """A file whose structure holds no picture."""


@dataclass(frozen=True, kw_only=True)
class Container:
    """A file's header, and ``essence``: the same file without what no decoder needs, its checksums mended.

    Pillow reads texts, profiles and previews while it opens a file, and refuses the whole file for what it does not
    like in them; browsers do not. ``bytes_per_pixel`` is what Pillow's decoder takes at full size, ``fixed_bytes`` what
    it takes whatever the size it decodes to. ``decoding_s`` is the most seconds of one core that all pixels take: the
    costliest files of each format that could be made, measured on a server of two cores. ``is_complete`` is false where
    the end marker or the last bytes are missing. ``coding`` names a variant of the format that is not decoded.
    """

    media_type: str
    width: int
    height: int
    essence: bytes = field(repr=False)
    bytes_per_pixel: int
    decoding_s: float
    fixed_bytes: int = 0
    frames: int = 1
    scans: int = 1
    is_complete: bool = True
    coding: str = ""
    icc_profile: bytes | None = field(default=None, repr=False)
