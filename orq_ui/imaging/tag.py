"""Pictures that carry their request: a tagged copy of a result, and the tag of any picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.imaging.picture import MAX_BYTES, Picture
from orq_ui.imaging.tagging import jpeg, png, webp
from orq_ui.imaging.tagging.record import Tag, tag_of, text_of
from orq_ui.imaging.tagging.redaction import redacted

__all__ = ["Tag", "Tagged", "read_tag", "redacted", "tagged"]


@dataclass(frozen=True)
class _Container:
    """One file format: how a record gets in, how it comes out, and a fingerprint of all that is not metadata."""

    with_record: Callable[[bytes, bytes], bytes]
    record_in: Callable[[bytes], bytes | None]
    substance: Callable[[bytes], str]


_CONTAINERS = MappingProxyType(
    {
        "image/png": _Container(png.with_record, png.record_in, png.substance),
        "image/webp": _Container(webp.with_record, webp.record_in, webp.substance),
        "image/jpeg": _Container(jpeg.with_record, jpeg.record_in, jpeg.substance),
    }
)


@dataclass(frozen=True)
class Tagged:
    """A copy with its tag. ``pixels_untouched`` is measured: the file's image data is the same bytes as before."""

    picture: Picture
    pixels_untouched: bool


def tagged(picture: Picture, tag: Tag) -> Tagged:
    """A copy of the picture that carries the tag in place of any former one; nothing is encoded anew.

    PNG holds it in an iTXt chunk, WebP and JPEG in XMP. All other metadata stays.
    Raises :class:`InvalidInput` on ``request`` with ``too_large``, ``too_deep`` or ``not_json``, and on ``image``
    with ``no_place_for_tag`` or ``too_many_bytes``.
    """
    container = _CONTAINERS[picture.media_type]
    data = container.with_record(picture.bytes, text_of(tag))
    if len(data) >= MAX_BYTES:
        raise UnusablePicture("too_many_bytes", detail=str(len(data)))
    untouched = container.substance(data) == container.substance(picture.bytes)
    return Tagged(replace(picture, bytes=data), untouched)


def read_tag(data: bytes) -> Tag | None:
    """The tag of a PNG, WebP or JPEG, or None where there is none. Pixels are not looked at.

    Raises :class:`InvalidInput` on ``image`` with ``tag_broken``, ``tag_too_large``, ``tag_too_deep``,
    ``tag_version`` or ``too_many_bytes``, and nothing else, whatever the bytes.
    """
    if len(data) >= MAX_BYTES:
        raise InvalidInput("image", "too_many_bytes")
    media_type = _media_type(data)
    text = _CONTAINERS[media_type].record_in(data) if media_type else None
    return None if text is None else tag_of(text)


def _media_type(data: bytes) -> str | None:
    if data.startswith(png.SIGNATURE):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/jpeg" if data.startswith(b"\xff\xd8\xff") else None
