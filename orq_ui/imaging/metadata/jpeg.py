"""The record in a JPEG: an XMP packet in an APP1 segment (ISO 16684-3; segments: ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.imaging.metadata import xmp
from orq_ui.imaging.metadata.chunks import MAX_CHUNKS, Chunk, Edit, apply_edits

XMP = b"http://ns.adobe.com/xap/1.0/\0"
_APP0, _APP1, _APP2 = b"\xe0", b"\xe1", b"\xe2"
_EXIF, _MULTI_PICTURE = b"Exif\0", b"MPF\0"
_MAX_CONTENT = 0xFFFF - 2  # the length field counts itself
_MARKER = re.compile(rb"\xff++([^\0\xff])")
_BARE = frozenset(bytes([code]) for code in (0x01, *range(0xD0, 0xD8)))  # no length follows
_LAST = frozenset({b"\xd9", b"\xda"})  # the end, or the start of the scan


def read_segments(data: bytes) -> Iterator[Chunk]:
    """Yield the segments up to the scan."""
    at = 2
    for _ in range(MAX_CHUNKS):
        marker = _MARKER.match(data, at)
        if marker is None or marker[1] in _LAST:
            break
        body = stop = marker.end()
        if marker[1] not in _BARE:
            stop = body + int.from_bytes(data[body : body + 2], "big")
            body += 2
            if not body <= stop <= len(data):
                break
        yield Chunk(marker[1], at, body, stop, stop)
        at = stop


def embed(data: bytes, text: bytes) -> bytes:
    """Return the file with this record, replacing any earlier one.

    The picture's own packet takes it in. Where that has no room for it in its 64 kB, another packet follows:
    readers that take only one take the first.
    """
    return apply_edits(data, _edit_packets(data, list(read_segments(data)), text))


def extract(data: bytes) -> bytes | None:
    """Return the record's text."""
    packets = (segment.content(data, XMP) for segment in read_segments(data) if _is_packet(data, segment))
    return next((found for packet in packets if (found := xmp.extract(packet)) is not None), None)


def _edit_packets(data: bytes, segments: list[Chunk], text: bytes) -> Iterator[Edit]:
    at, placed = _after_exif(data, segments), False
    # A list of further pictures counts bytes from where it is: nothing may grow between it and them.
    multi = (one.start for one in segments if one.kind == _APP2 and one.starts_with(data, _MULTI_PICTURE))
    frozen = next(multi, len(data))
    for segment in segments:
        if not _is_packet(data, segment):
            continue
        before = segment.content(data, XMP)
        kept = xmp.remove(before)
        full = None if placed or kept is None or segment.start > frozen else xmp.add(kept, text)
        if full is not None and len(XMP + full) <= _MAX_CONTENT:
            placed = True
            yield Edit(segment.start, segment.stop, _segment(full))
        elif kept != before:
            yield Edit(segment.start, segment.stop, b"" if kept is None else _segment(kept))
        if kept is not None and segment.start < frozen:
            at = segment.stop
    if not placed:
        yield Edit(at, at, _segment(xmp.new_packet(text)))


def _after_exif(data: bytes, segments: list[Chunk]) -> int:
    """Return where the JFIF and EXIF segments end, which want to be first."""
    at = 2
    for segment in segments:
        if segment.kind != _APP0 and not (segment.kind == _APP1 and segment.starts_with(data, _EXIF)):
            break
        at = segment.stop
    return at


def _is_packet(data: bytes, segment: Chunk) -> bool:
    return segment.kind == _APP1 and segment.starts_with(data, XMP)


def _segment(packet: bytes) -> bytes:
    return b"\xff" + _APP1 + (2 + len(XMP + packet)).to_bytes(2, "big") + XMP + packet
