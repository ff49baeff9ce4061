"""The record in a PNG: an iTXt chunk right behind the header (PNG specification, third edition, 11.3.3.4)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from orq_ui.errors import InvalidInput
from orq_ui.imaging.metadata.chunks import MAX_CHUNKS, Chunk, Edit, apply_edits
from orq_ui.imaging.metadata.compression import COMPRESS_OVER, broken, check_size, compress, decompress

KEYWORD = b"orq-ui\0"
_SIGNATURE_SIZE = 8
_TEXTS = frozenset({b"iTXt", b"tEXt", b"zTXt"})


def read_chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks as far as they are whole."""
    at = _SIGNATURE_SIZE
    for _ in range(MAX_CHUNKS):
        if at + 12 > len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        stop = at + 12 + length
        if stop > len(data):
            break
        yield Chunk(kind, at, at + 8, stop - 4, stop)
        at = stop


def embed(data: bytes, text: bytes) -> bytes:
    """Return the file with this record, replacing any earlier one."""
    header = next((chunk for chunk in read_chunks(data) if chunk.kind == b"IHDR"), None)
    if header is None:
        raise InvalidInput("image", "no_room_for_metadata")
    removals = [Edit(chunk.start, chunk.stop, b"") for chunk in read_chunks(data) if _is_ours(data, chunk)]
    return apply_edits(data, [Edit(header.stop, header.stop, _text_chunk(text)), *removals])


def extract(data: bytes) -> bytes | None:
    """Return the record's text from any of the three kinds of text chunk: tools turn one into another."""
    chunk = next((chunk for chunk in read_chunks(data) if _is_ours(data, chunk)), None)
    if chunk is None:
        return None
    if zlib.crc32(data[chunk.start + 4 : chunk.end]) != int.from_bytes(data[chunk.end : chunk.stop], "big"):
        raise broken()
    content = chunk.content(data, KEYWORD)
    match chunk.kind:
        case b"iTXt":
            return _international_text(content)
        case b"zTXt":
            return decompress(content[1:])
        case _:
            return check_size(content)


def _is_ours(data: bytes, chunk: Chunk) -> bool:
    return chunk.kind in _TEXTS and chunk.starts_with(data, KEYWORD)


def _text_chunk(text: bytes) -> bytes:
    is_compressed = len(text) > COMPRESS_OVER
    # Behind the keyword: the flag, zlib as the method, no language, no translated keyword.
    content = KEYWORD + bytes([is_compressed]) + b"\0\0\0" + (compress(text) if is_compressed else text)
    return struct.pack(">I", len(content)) + b"iTXt" + content + struct.pack(">I", zlib.crc32(b"iTXt" + content))


def _international_text(content: bytes) -> bytes:
    flag, rest = content[:1], content[2:].split(b"\0", 2)
    if flag not in {b"\0", b"\1"} or len(rest) != 3:
        raise broken()
    return decompress(rest[2]) if flag == b"\1" else check_size(rest[2])
