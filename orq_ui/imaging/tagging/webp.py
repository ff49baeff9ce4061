"""A record in a WebP: an XMP chunk of the extended file format (RFC 9649, section 2.7)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from orq_ui.errors import InvalidInput
from orq_ui.imaging.tagging import xmp
from orq_ui.imaging.tagging.pieces import MAX_PIECES, REST, Edit, Piece, edited, fingerprint

_FIRST = 12  # bytes of "RIFF", size, "WEBP"
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10


def pieces(data: bytes) -> Iterator[Piece]:
    """The chunks as far as they are whole and within the RIFF size, then the rest."""
    at, limit = _FIRST, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    for _ in range(MAX_PIECES):
        if at + 8 > limit:
            break
        kind, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size
        if end > limit:
            break
        # Chunks have even lengths; a last one without its padding is met in the wild.
        yield Piece(kind, at, at + 8, end, min(end + size % 2, limit))
        at = min(end + size % 2, limit)
    yield Piece(REST, at, at, len(data), len(data))


def with_record(data: bytes, text: bytes) -> bytes:
    """The file with this record, in place of any former one; a simple file becomes an extended one.

    A packet that is there takes the record in. One that cannot is followed by another: readers may ignore
    all but the first.
    """
    *chunks, rest = pieces(data)
    if not chunks:
        raise InvalidInput("image", "no_place_for_tag")
    edits = [_extended(data, chunks[0]), *_packets(data, chunks, rest.start, text)]
    grown = sum(len(edit.new) - (edit.stop - edit.start) for edit in edits)
    size = min(len(data) - 8, int.from_bytes(data[4:8], "little")) + grown
    return edited(data, [Edit(4, 8, struct.pack("<I", size)), *edits])


def record_in(data: bytes) -> bytes | None:
    """The record's text."""
    packets = (piece.content(data) for piece in pieces(data) if piece.kind == b"XMP ")
    return next((found for packet in packets if (found := xmp.record_in(packet)) is not None), None)


def substance(data: bytes) -> str:
    """A fingerprint of every chunk but the extended header and XMP."""
    return fingerprint(data, (piece for piece in pieces(data) if piece.kind not in {b"VP8X", b"XMP "}))


def _packets(data: bytes, chunks: list[Piece], end: int, text: bytes) -> Iterator[Edit]:
    placed = False
    for chunk in chunks:
        if chunk.kind != b"XMP ":
            continue
        kept = xmp.without_record(chunk.content(data))
        full = None if placed or kept is None else xmp.merged(kept, text)
        placed = placed or full is not None
        new = full if full is not None else kept
        yield Edit(chunk.start, chunk.stop, b"" if new is None else _chunk(b"XMP ", new))
    if not placed:
        padding = b"\0" * ((chunks[-1].stop - chunks[-1].start) % 2)
        yield Edit(end, end, padding + _chunk(b"XMP ", xmp.packet(text)))


def _extended(data: bytes, first: Piece) -> Edit:
    """The XMP flag set in the extended header, or such a header before the image of a simple file."""
    content = data[first.body : min(first.end, first.body + 10)]
    if first.kind == b"VP8X" and len(content) == 10:
        return Edit(first.body, first.body + 1, bytes([content[0] | _XMP_FLAG]))
    if first.kind == b"VP8L" and len(content) >= 5 and content[0] == 0x2F:
        bits = int.from_bytes(content[1:5], "little")  # 14 bits each of width - 1 and height - 1, then alpha
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
    elif first.kind == b"VP8 " and content[3:6] == b"\x9d\x01\x2a" and len(content) == 10:
        # 14 bits each, above them a hint for scaling (RFC 6386, section 9.1).
        width, height = ((side & 0x3FFF) - 1 for side in struct.unpack_from("<HH", content, 6))
        alpha = 0
    else:
        raise InvalidInput("image", "no_place_for_tag")
    flags = _XMP_FLAG | (_ALPHA_FLAG if alpha else 0)
    header = struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return Edit(first.start, first.start, _chunk(b"VP8X", header))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
