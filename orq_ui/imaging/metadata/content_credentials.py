"""Whether a picture carries content credentials (C2PA technical specification 2.2, appendix A): presence, not validity.

Their signature covers the file's bytes, so that a change of any other metadata voids them. The manifest is in the
file, or the file's XMP says where it is kept.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType
from typing import Literal

from orq_ui.imaging.decoding import sniff_media_type
from orq_ui.imaging.metadata import jpeg, png, webp
from orq_ui.imaging.metadata.chunks import MAX_CHUNKS, Chunk
from orq_ui.imaging.metadata.compression import MAX_TEXT

Credentials = Literal["embedded", "remote"]
"""In the picture's own bytes, or kept elsewhere and referred to by its XMP."""

_C2PA_UUID = bytes.fromhex("63327061 00110010 800000AA00389B71")
_C2PA_LABEL = b"c2pa\0"
_HAS_LABEL = 0x02
_DESCRIPTION_SIZE = 8 + 16 + 1 + len(_C2PA_LABEL)
"""Bytes of a description box up to its label: size and type, the UUID, the toggles."""
_APP1, _APP11 = b"\xe1", b"\xeb"
_MARKER = re.compile(rb"\xff([^\0\xff\xd0-\xd7])")  # neither a stuffed byte of a scan, nor filling, nor a restart
_BARE, _END = frozenset({b"\x01", b"\xd8"}), b"\xd9"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_MORE_XMP_HEADER = 32 + 4 + 4  # a digest, the full length, the offset
_PNG_XMP = b"XML:com.adobe.xmp\0"

# As in xmp.py, no quantifier gives back what it took: the time is linear in the length of hostile packets too.
_DCTERMS = b"http://purl.org/dc/terms/"
_DECLARED = re.compile(rb"xmlns:([\w.-]++)\s*+=\s*+[\"']" + re.escape(_DCTERMS) + rb"[\"']")
_ADDRESSES = (
    re.compile(rb"\s([\w.-]++):provenance\s*+=\s*+[\"']\s*+(?i:https?)://"),
    re.compile(rb"<([\w.-]++):provenance(?:\s[^<>]*+)?+>\s*+(?i:https?)://"),
    re.compile(rb"<([\w.-]++):provenance\s(?=[^<>]*?\srdf:resource\s*+=\s*+[\"']\s*+(?i:https?)://)"),
)


def content_credentials(data: bytes) -> Credentials | None:
    """Return how a PNG, WebP or JPEG carries content credentials; None for one without, and for all other bytes.

    Nothing is verified and nothing fetched, and nothing is raised, whatever the bytes.
    """
    media_type = sniff_media_type(data)
    if media_type is None:
        return None
    has_manifest, packets = _READERS[media_type]
    if has_manifest(data):
        return "embedded"
    return "remote" if any(_names_a_manifest(packet) for packet in packets(data)) else None


def _png_has_manifest(data: bytes) -> bool:
    return any(chunk.kind == b"caBX" for chunk in png.read_chunks(data))


def _png_packets(data: bytes) -> Iterator[bytes]:
    for chunk in png.read_chunks(data):
        if chunk.kind == b"iTXt" and chunk.starts_with(data, _PNG_XMP):
            content = chunk.content(data, _PNG_XMP)
            # Behind the flag and the method: the language and the translated keyword.
            text = content[2:].split(b"\0", 2)[-1]
            yield _start_of(text) if content[:1] == b"\1" else text


def _start_of(compressed: bytes) -> bytes:
    """Return as much of a compressed packet as is looked at."""
    try:
        return zlib.decompressobj().decompress(compressed, MAX_TEXT)
    except zlib.error:
        return b""


def _webp_has_manifest(data: bytes) -> bool:
    return any(chunk.kind == b"C2PA" for chunk in webp.read_chunks(data))


def _webp_packets(data: bytes) -> Iterator[bytes]:
    return (chunk.content(data) for chunk in webp.read_chunks(data) if chunk.kind == b"XMP ")


def _jpeg_has_manifest(data: bytes) -> bool:
    """Return whether one of the boxes in APP11 is a manifest store; a box may go on over several segments.

    A segment has ``JP``, the box's number, its own number and the box's header, and a piece of the box's content
    (ISO 19566-5, annex D). Of a box only its start is put together: there its description says what it is.
    """
    pieces = defaultdict[bytes, list[tuple[int, bytes]]](list)
    for segment in _segments(data, _APP11):
        head = data[segment.body : min(segment.end, segment.body + 24 + _DESCRIPTION_SIZE)]
        if head[:2] == b"JP" and head[12:16] == b"jumb":
            header = 24 if head[8:12] == b"\0\0\0\1" else 16  # the latter has a size of 64 bits behind its type
            pieces[head[2:4]].append((int.from_bytes(head[4:8], "big"), head[header:]))
    return any(_is_manifest_store(box) for numbered in pieces.values() for box in _boxes(numbered))


def _boxes(numbered: list[tuple[int, bytes]]) -> Iterator[bytes]:
    """Yield the starts of the boxes that these pieces make: each alone, for boxes that share a number, and in turn."""
    yield from (piece for _, piece in numbered)
    numbered.sort(key=lambda one: one[0])
    yield b"".join(piece for _, piece in numbered)


def _is_manifest_store(box: bytes) -> bool:
    """Return whether a JUMBF box opens with C2PA's description; others hold, for instance, a panorama's data."""
    if box[4:8] != b"jumd":
        return False
    has_label = bool(box[24:25]) and bool(box[24] & _HAS_LABEL)
    return box[8:24] == _C2PA_UUID or (has_label and box[25:].startswith(_C2PA_LABEL))


def _jpeg_packets(data: bytes) -> Iterator[bytes]:
    more = list[bytes]()
    for segment in _segments(data, _APP1):
        if segment.starts_with(data, jpeg.XMP):
            yield segment.content(data, jpeg.XMP)
        elif segment.starts_with(data, _MORE_XMP):
            more.append(segment.content(data, _MORE_XMP)[_MORE_XMP_HEADER:])
    yield b"".join(more)


def _segments(data: bytes, kind: bytes) -> Iterator[Chunk]:
    """Yield a JPEG's segments of one kind up to its end, those between its scans too; other bytes are passed over."""
    at = 2
    for _ in range(MAX_CHUNKS):
        marker = _MARKER.search(data, at)
        if marker is None or marker[1] == _END:
            break
        at = body = marker.end()
        if marker[1] in _BARE:
            continue
        at = body + max(2, int.from_bytes(data[body : body + 2], "big"))
        if at > len(data):
            break
        if marker[1] == kind:
            yield Chunk(kind, marker.start(), body + 2, at, at)


def _names_a_manifest(packet: bytes) -> bool:
    """Return whether an XMP packet has an address in ``dcterms:provenance``; a museum may have words there."""
    if _DCTERMS not in packet:
        return False
    ours = {found[1] for found in _DECLARED.finditer(packet)}
    return any(found[1] in ours for pattern in _ADDRESSES for found in pattern.finditer(packet))


_READERS = MappingProxyType(
    {
        "image/png": (_png_has_manifest, _png_packets),
        "image/webp": (_webp_has_manifest, _webp_packets),
        "image/jpeg": (_jpeg_has_manifest, _jpeg_packets),
    }
)
