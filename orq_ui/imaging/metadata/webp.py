"""The record in a WebP: an XMP chunk of the extended file format (RFC 9649, section 2.7)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from orq_ui.errors import InvalidInput
from orq_ui.imaging.metadata import xmp
from orq_ui.imaging.metadata.chunks import MAX_CHUNKS, Chunk, Edit, apply_edits

_FIRST_CHUNK = 12  # behind the bytes of "RIFF", size, "WEBP"
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_IMAGE = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})


def read_chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks as far as they are whole and within the RIFF size."""
    at, limit = _FIRST_CHUNK, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    for _ in range(MAX_CHUNKS):
        if at + 8 > limit:
            break
        kind, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size
        if end > limit:
            break
        # Chunks have even lengths; a last one without its padding is met in the wild.
        stop = min(end + size % 2, limit)
        yield Chunk(kind, at, at + 8, end, stop)
        at = stop


def embed(data: bytes, text: bytes) -> bytes:
    """Return the file with this record, replacing any earlier one; a simple file becomes an extended one.

    A packet that is there takes the record in. One that cannot is followed by another: readers may ignore
    all but the first. Decoders pass over a second image behind a simple file's own, and refuse one in an extended file.
    """
    chunks = list(read_chunks(data))
    if not chunks:
        raise InvalidInput("image", "no_room_for_metadata")
    ignored = [] if chunks[0].kind == b"VP8X" else [chunk for chunk in chunks[1:] if chunk.kind in _IMAGE]
    removals = [Edit(chunk.start, chunk.stop, b"") for chunk in ignored]
    kept = [chunk for chunk in chunks if chunk not in ignored]
    edits = [_extend_header(data, chunks[0]), *removals, *_edit_packets(data, kept, text)]
    grown = sum(len(edit.new) - (edit.stop - edit.start) for edit in edits)
    size = min(len(data) - 8, int.from_bytes(data[4:8], "little")) + grown
    return apply_edits(data, [Edit(4, 8, struct.pack("<I", size)), *edits])


def extract(data: bytes) -> bytes | None:
    """Return the record's text."""
    packets = (chunk.content(data) for chunk in read_chunks(data) if chunk.kind == b"XMP ")
    return next((found for packet in packets if (found := xmp.extract(packet)) is not None), None)


def _edit_packets(data: bytes, chunks: list[Chunk], text: bytes) -> Iterator[Edit]:
    placed = False
    for chunk in chunks:
        if chunk.kind != b"XMP ":
            continue
        kept = xmp.remove(chunk.content(data))
        full = None if placed or kept is None else xmp.add(kept, text)
        placed = placed or full is not None
        new = full if full is not None else kept
        yield Edit(chunk.start, chunk.stop, b"" if new is None else _chunk(b"XMP ", new))
    if not placed:
        last = chunks[-1]
        padding = b"\0" * ((last.stop - last.start) % 2)
        yield Edit(last.stop, last.stop, padding + _chunk(b"XMP ", xmp.new_packet(text)))


def _extend_header(data: bytes, first: Chunk) -> Edit:
    """Set the XMP flag in the extended header, or put such a header before the image of a simple file."""
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
        raise InvalidInput("image", "no_room_for_metadata")
    flags = _XMP_FLAG | (_ALPHA_FLAG if alpha else 0)
    header = struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return Edit(first.start, first.start, _chunk(b"VP8X", header))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
