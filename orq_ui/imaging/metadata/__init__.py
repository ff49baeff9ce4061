"""The request that made a picture, embedded in the picture's metadata: beside the image data and never in it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.imaging.decoding import sniff_media_type
from orq_ui.imaging.metadata import jpeg, png, webp
from orq_ui.imaging.metadata.record import EmbeddedRequest, decode_record, encode_record
from orq_ui.imaging.picture import MAX_BYTES, Picture

__all__ = ["EmbeddedRequest", "embed_request", "read_embedded_request"]

_EMBED = MappingProxyType({"image/png": png.embed, "image/webp": webp.embed, "image/jpeg": jpeg.embed})
_EXTRACT = MappingProxyType({"image/png": png.extract, "image/webp": webp.extract, "image/jpeg": jpeg.extract})


def embed_request(picture: Picture, embedded: EmbeddedRequest) -> Picture:
    """Return a copy of the picture with this request in its metadata, replacing any earlier one.

    PNG holds it in an iTXt chunk, WebP and JPEG in XMP. All other metadata stays, and no pixel is re-encoded.
    Raise :class:`InvalidInput` on ``request`` with ``too_large``, ``too_deep`` or ``not_json``, and on ``image``
    with ``no_room_for_metadata`` or ``too_many_bytes``.
    """
    data = _EMBED[picture.media_type](picture.bytes, encode_record(embedded))
    if len(data) >= MAX_BYTES:
        raise UnusablePicture("too_many_bytes", detail=str(len(data)))
    return replace(picture, bytes=data)


def read_embedded_request(data: bytes) -> EmbeddedRequest | None:
    """Return what a PNG, WebP or JPEG has embedded, or None where there is nothing. No pixel is decoded.

    Raise :class:`InvalidInput` on ``image`` with ``metadata_broken``, ``metadata_too_large``, ``metadata_too_deep``,
    ``metadata_version`` or ``too_many_bytes``, and nothing else, whatever the bytes.
    """
    if len(data) >= MAX_BYTES:
        raise InvalidInput("image", "too_many_bytes")
    media_type = sniff_media_type(data)
    text = _EXTRACT[media_type](data) if media_type else None
    return None if text is None else decode_record(text)
