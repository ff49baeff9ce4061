"""One picture as it is: its bytes untouched, and what its content says of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Annotated

from pydantic import ConfigDict, Field, Strict

from orq_ui.imaging.containers import BrokenContainer, Container, read_container
from orq_ui.imaging.decoding import DECODE_ERRORS, open_image, sniff_media_type
from orq_ui.imaging.decoding import MAX_PIXELS as MAX_PIXELS
from orq_ui.imaging.foreign import foreign_extension
from orq_ui.imaging.orientation import SWAPS_SIDES, read_orientation
from orq_ui.imaging.validation import MAX_BYTES as MAX_BYTES
from orq_ui.imaging.validation import check_header, check_pixels
from orq_ui.json_safety import AnyText

Bytes = bytes  # the class below has a field of that name
EXTENSIONS = MappingProxyType({"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"})
"""The three types the router takes, each with the extension we give it."""
FORMATS = MappingProxyType({"image/png": "PNG", "image/webp": "WebP", "image/jpeg": "JPEG"})
"""The same three types, as people write them."""


@dataclass(frozen=True)
class Picture:
    """A PNG, WebP or JPEG picture that passed the checks of :meth:`from_bytes`.

    ``width`` and ``height`` are pixels as stored, before any EXIF rotation.
    """

    name: str
    media_type: str
    bytes: Bytes = field(repr=False)
    width: int
    height: int

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return hashlib.sha256(self.bytes).hexdigest()

    @cached_property
    def orientation(self) -> int:
        """The EXIF orientation, 1 (as stored) to 8; that of a file that broke since it was checked is 1."""
        try:
            with open_image(self.bytes) as image:
                return read_orientation(image)
        except DECODE_ERRORS:
            return 1

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height as a viewer shows them, after the EXIF rotation."""
        return (self.height, self.width) if self.orientation in SWAPS_SIDES else (self.width, self.height)

    @cached_property
    def is_complete(self) -> bool:
        """Whether the file has its end. All pixels are there in any case, but a progressive JPEG may lack detail."""
        try:
            container = read_container(self.bytes)
        except BrokenContainer:
            return False
        return container is not None and container.is_complete

    @classmethod
    def from_bytes(cls, data: Bytes, name: str = "picture") -> Picture:
        """Check the header and the pixels, refuse what cannot be sent or shown, and keep the bytes as they came.

        It takes a few seconds at most, in the caller's thread; what :mod:`orq_ui.imaging.workers` does can be stopped.
        Raise :class:`UnusablePicture` with a reason of :func:`orq_ui.imaging.validation.check_header`, or
        ``truncated``.
        """
        container = check_header(data)
        check_pixels(container)
        return cls.of_container(container, data, name)

    @classmethod
    def of_container(cls, container: Container, data: Bytes, name: str) -> Picture:
        """Return the picture of a file of this structure, whose pixels were checked."""
        picture = cls(name, container.media_type, data, container.width, container.height)
        # Known already, and reading a large file's structure again takes a while.
        picture.__dict__["is_complete"] = container.is_complete
        return picture


@dataclass(frozen=True)
class MissingPicture:
    """A variation that the router owed and that could not be had; the others are unaffected.

    ``place`` is its index in the reply. ``reason`` is ``nothing``, ``not_an_entry``, ``bad_base64``, ``bad_data_uri``,
    one of a download (``bad_url``, ``forbidden_url``, ``unreachable``, ``timed_out``, ``http_status``,
    ``too_many_redirects``, ``bad_redirect``, ``too_many_bytes``), one of :meth:`Picture.from_bytes`, or ``not_in_zip``
    in an imported run; ``detail`` is its fact.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")  # for one that comes with a run from elsewhere

    place: Annotated[int, Strict()]
    reason: Annotated[AnyText, Field(max_length=1_000)]
    detail: AnyText = ""


@dataclass(frozen=True)
class UnshownPicture(MissingPicture):
    """A variation that came and cannot be shown: another format, a damaged file, or base64 that cannot be decoded.

    It is paid for, so ``bytes`` are kept as they came, to be saved as a file and opened elsewhere.
    """

    bytes: Bytes = field(default=b"", repr=False)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return hashlib.sha256(self.bytes).hexdigest()

    @property
    def name(self) -> str:
        """A file name, with the extension of the content, or ``bin`` where that is not known."""
        if self.reason in {"bad_base64", "bad_data_uri"}:
            return f"variation-{self.place + 1}.txt"
        media_type = sniff_media_type(self.bytes)
        extension = EXTENSIONS[media_type] if media_type else foreign_extension(self.bytes)
        return f"variation-{self.place + 1}.{extension}"
