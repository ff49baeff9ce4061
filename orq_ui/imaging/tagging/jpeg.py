"""A record in a JPEG: an XMP packet in an APP1 segment (ISO 16684-3; segments: ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.imaging.tagging import xmp
from orq_ui.imaging.tagging.pieces import MAX_PIECES, REST, Edit, Piece, edited, fingerprint

XMP = b"http://ns.adobe.com/xap/1.0/\0"
_APP0, _APP1, _APP2 = b"\xe0", b"\xe1", b"\xe2"
_EXIF, _MORE_PICTURES = b"Exif\0", b"MPF\0"
_MAX_CONTENT = 0xFFFF - 2  # the length field counts itself
_MARKER = re.compile(rb"\xff++([^\0\xff])")
_BARE = frozenset(bytes([code]) for code in (0x01, *range(0xD0, 0xD8)))  # no length follows
_LAST = frozenset({b"\xd9", b"\xda"})  # the end, or the start of the scan


def pieces(data: bytes) -> Iterator[Piece]:
    """The segments up to the scan, then the rest."""
    at = 2
    for _ in range(MAX_PIECES):
        marker = _MARKER.match(data, at)
        if marker is None or marker[1] in _LAST:
            break
        body = stop = marker.end()
        if marker[1] not in _BARE:
            stop = body + int.from_bytes(data[body : body + 2], "big")
            body += 2
            if not body <= stop <= len(data):
                break
        yield Piece(marker[1], at, body, stop, stop)
        at = stop
    yield Piece(REST, at, at, len(data), len(data))


def with_record(data: bytes, text: bytes) -> bytes:
    """The file with this record, in place of any former one.

    The picture's own packet takes it in. Where that has no room for it in its 64 kB, another packet follows:
    readers that take only one take the first.
    """
    segments = list(pieces(data))
    return edited(data, _packets(data, segments, text))


def record_in(data: bytes) -> bytes | None:
    """The record's text."""
    packets = (piece.content(data, XMP) for piece in pieces(data) if _is_packet(data, piece))
    return next((found for packet in packets if (found := xmp.record_in(packet)) is not None), None)


def substance(data: bytes) -> str:
    """A fingerprint of the scan and of every segment but XMP."""
    return fingerprint(data, (piece for piece in pieces(data) if not _is_packet(data, piece)))


def _packets(data: bytes, segments: list[Piece], text: bytes) -> Iterator[Edit]:
    at, placed = _behind_exif(data, segments), False
    # A list of further pictures counts bytes from where it stands: nothing may grow between it and them.
    frozen = next((one.start for one in segments if one.kind == _APP2 and one.begins(data, _MORE_PICTURES)), len(data))
    for segment in segments:
        if not _is_packet(data, segment):
            continue
        before = segment.content(data, XMP)
        kept = xmp.without_record(before)
        full = None if placed or kept is None or segment.start > frozen else xmp.merged(kept, text)
        if full is not None and len(XMP + full) <= _MAX_CONTENT:
            placed = True
            yield Edit(segment.start, segment.stop, _segment(full))
        elif kept != before:
            yield Edit(segment.start, segment.stop, b"" if kept is None else _segment(kept))
        if kept is not None and segment.start < frozen:
            at = segment.stop
    if not placed:
        yield Edit(at, at, _segment(xmp.packet(text)))


def _behind_exif(data: bytes, segments: list[Piece]) -> int:
    """Where the JFIF and EXIF segments end, which want to be first."""
    at = 2
    for segment in segments:
        if segment.kind != _APP0 and not (segment.kind == _APP1 and segment.begins(data, _EXIF)):
            break
        at = segment.stop
    return at


def _is_packet(data: bytes, piece: Piece) -> bool:
    return piece.kind == _APP1 and piece.begins(data, XMP)


def _segment(packet: bytes) -> bytes:
    return b"\xff" + _APP1 + (2 + len(XMP + packet)).to_bytes(2, "big") + XMP + packet
