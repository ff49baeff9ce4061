"""One picture as it is: its bytes untouched, and what its content says of it."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from types import MappingProxyType

from PIL import Image, UnidentifiedImageError

from orq_ui.errors import UnusablePicture

Bytes = bytes  # the class below has a field of that name
MAX_BYTES = 50_000_000
"""The contract's limit is exclusive: a picture has fewer bytes than this."""
MAX_PIXELS = 50_000_000
EXTENSIONS = MappingProxyType({"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"})
"""The three types the router takes, each with the extension we give it."""
_FORMATS = {"PNG": "image/png", "WEBP": "image/webp", "JPEG": "image/jpeg", "MPO": "image/jpeg"}


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

    @classmethod
    def from_bytes(cls, data: Bytes, name: str = "picture") -> Picture:
        """Read the header, refuse what cannot be sent, and keep the bytes as they came.

        Raises :class:`UnusablePicture` with reason ``empty``, ``too_many_bytes``, ``not_a_picture``,
        ``wrong_type``, ``too_many_pixels``, ``animated`` or ``truncated``.
        """
        if not data:
            raise UnusablePicture("empty")
        if len(data) >= MAX_BYTES:
            raise UnusablePicture("too_many_bytes", detail=str(len(data)))
        with warnings.catch_warnings():
            # Pillow warns above its own pixel limit; ours is checked below, before any pixel is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            try:
                return cls._read(data, name)
            except (UnidentifiedImageError, Image.DecompressionBombError) as reason:
                raise UnusablePicture("not_a_picture", detail=type(reason).__name__) from reason
            except (OSError, SyntaxError, ValueError, EOFError) as reason:
                raise UnusablePicture("truncated", detail=str(reason)) from reason

    @classmethod
    def _read(cls, data: Bytes, name: str) -> Picture:
        with Image.open(BytesIO(data)) as image:
            media_type = _FORMATS.get(image.format or "")
            if media_type is None:
                raise UnusablePicture("wrong_type", detail=image.format or "")
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise UnusablePicture("too_many_pixels", detail=f"{width}×{height}")
            if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
                raise UnusablePicture("animated", detail=str(getattr(image, "n_frames", 1)))
            image.load()
        return cls(name, media_type, data, width, height)
