"""A record in a PNG: an iTXt chunk right behind the header (PNG specification, third edition, 11.3.3.4)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from orq_ui.errors import InvalidInput
from orq_ui.imaging.tagging import payload
from orq_ui.imaging.tagging.pieces import MAX_PIECES, REST, Edit, Piece, edited, fingerprint

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"orq-ui\0"
_TEXTS = frozenset({b"iTXt", b"tEXt", b"zTXt"})


def pieces(data: bytes) -> Iterator[Piece]:
    """The chunks as far as they are whole, then the rest."""
    at = len(SIGNATURE)
    for _ in range(MAX_PIECES):
        if at + 12 > len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        stop = at + 12 + length
        if stop > len(data):
            break
        yield Piece(kind, at, at + 8, stop - 4, stop)
        at = stop
    yield Piece(REST, at, at, len(data), len(data))


def with_record(data: bytes, text: bytes) -> bytes:
    """The file with this record, in place of any former one."""
    header = next((piece for piece in pieces(data) if piece.kind == b"IHDR"), None)
    if header is None:
        raise InvalidInput("image", "no_place_for_tag")
    former = [Edit(piece.start, piece.stop, b"") for piece in pieces(data) if _is_ours(data, piece)]
    return edited(data, [Edit(header.stop, header.stop, _chunk(text)), *former])


def record_in(data: bytes) -> bytes | None:
    """The record's text, from any of the three kinds of text chunk: tools turn one into another."""
    piece = next((piece for piece in pieces(data) if _is_ours(data, piece)), None)
    if piece is None:
        return None
    if zlib.crc32(data[piece.start + 4 : piece.end]) != int.from_bytes(data[piece.end : piece.stop], "big"):
        raise payload.broken()
    content = piece.content(data, KEYWORD)
    match piece.kind:
        case b"iTXt":
            return _international(content)
        case b"zTXt":
            return payload.inflated(content[1:])
        case _:
            return payload.bounded(content)


def substance(data: bytes) -> str:
    """A fingerprint of everything but the text chunks."""
    return fingerprint(data, (piece for piece in pieces(data) if piece.kind not in _TEXTS))


def _is_ours(data: bytes, piece: Piece) -> bool:
    return piece.kind in _TEXTS and piece.begins(data, KEYWORD)


def _chunk(text: bytes) -> bytes:
    packing = len(text) > payload.COMPRESS_OVER
    # Behind the keyword: the flag, zlib as the method, no language, no translated keyword.
    content = KEYWORD + bytes([packing]) + b"\0\0\0" + (payload.compressed(text) if packing else text)
    return struct.pack(">I", len(content)) + b"iTXt" + content + struct.pack(">I", zlib.crc32(b"iTXt" + content))


def _international(content: bytes) -> bytes:
    flag, rest = content[:1], content[2:].split(b"\0", 2)
    if flag not in {b"\0", b"\1"} or len(rest) != 3:
        raise payload.broken()
    return payload.inflated(rest[2]) if flag == b"\1" else payload.bounded(rest[2])
