"""Small files that take long to decode, or much memory."""

from __future__ import annotations

import struct
import zlib

from tests.imaging.containers.png_chunks import END, header, png

SOI, EOI = b"\xff\xd8", b"\xff\xd9"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def progressive(size: tuple[int, int], scans: int, components: int = 1, marker: int = 0xC2) -> bytes:
    """Return a grey or coloured JPEG of many scans, each of which goes through all blocks for a few bytes.

    One Huffman code says that the next 32,767 blocks do not change.
    """
    width, height = size
    blocks = -(-width // 8) * -(-height // 8)
    ids = range(1, components + 1)
    unchanged = bytes([0x7F]) + bytes([0xFE]) * 8 * (blocks // 32_767 + 1)
    parts = [
        segment(0xDB, b"\0" + b"\1" * 64),
        segment(
            marker, struct.pack(">BHHB", 8, height, width, components) + b"".join(bytes([i, 0x11, 0]) for i in ids)
        ),
        segment(0xC4, bytes([0x00, 1, *[0] * 15, 0])),
        segment(0xC4, bytes([0x10, 1, *[0] * 15, 0xE0])),
        _scan(bytes(ids), 0, 0, 0x01) + bytes(8),
    ]
    refinement = _scan(b"\1", 1, 63, 0x10) + unchanged
    return SOI + b"".join(parts) + refinement * (scans - 1) + EOI


def _scan(components: bytes, first: int, last: int, precision: int) -> bytes:
    selectors = b"".join(bytes([each, 0]) for each in components)
    return segment(0xDA, bytes([len(components)]) + selectors + bytes([first, last, precision]))


def huffman_tables(length: int) -> bytes:
    """Return a PNG of 8 × 8 pixels, whose data begin with so many bytes of Huffman tables for nothing."""
    # A block that is not the last, with its own tables: 257 and 1 codes, whose lengths have 18 codes.
    bits = "0" + "01" + "00000" + "00000" + "0111"
    order = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1)
    bits += "".join(format({18: 1, 1: 2, 0: 2}.get(each, 0), "03b")[::-1] for each in order)
    # 256 literals without a code, the end's code, and one for distances; then the end.
    bits += "0" + format(127, "07b")[::-1] + "0" + format(107, "07b")[::-1] + "11" + "11" + "0"
    eight = bits * 8
    block = bytes(int(eight[at : at + 8][::-1], 2) for at in range(0, len(eight), 8))
    pixels = zlib.compress((b"\0" + bytes(24)) * 8)
    data = pixels[:2] + block * (length // len(block)) + pixels[2:]
    return png((b"IHDR", header(2, size=(8, 8))), (b"IDAT", data), END)


def empty_png(size: tuple[int, int], colour: int = 0, depth: int = 8, interlace: int = 0) -> bytes:
    """Return a PNG that is only its header: whoever decodes it finds no pixel."""
    return png((b"IHDR", header(colour, depth, size, interlace)), (b"IDAT", b"x\x9c"), END)
