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


def interlaced_bits(side: int) -> bytes:
    """Return a PNG of one bit for each pixel in seven passes, whose pixels are put in their places one by one."""
    passes = ((8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2))  # columns and rows from one to the next
    raw = sum((side // down) * (1 + side // across // 8) for across, down in passes)
    return png((b"IHDR", header(0, 1, (side, side), 1)), (b"IDAT", zlib.compress(bytes(raw))), END)


def many_tables(number: int) -> bytes:
    """Return a JPEG of 64 × 64 pixels with so many quantization tables."""
    picture = progressive((64, 64), 1)
    return picture[:2] + segment(0xDB, b"\0" + b"\1" * 64) * number + picture[2:]


def prefix_code_groups() -> bytes:
    """Return a lossless WebP of 1024 × 1024 pixels, each block of 4 × 4 of which has prefix codes of its own.

    A group of five codes takes 20 bits of the file and 6 kB of memory, for 65,536 groups 380 MB.
    """
    one_symbol = "1000"  # a simple code, with a single symbol of a single bit: zero
    # Symbols of 8 bits: the lengths' code has two lengths, 8 and a run of zeros, and is written in their fixed order.
    lengths_of_8 = "0" + _bits(12 - 4, 4) + "000" + "100" + "000" * 9 + "100" + "0"
    green, red = lengths_of_8 + "0" * 256 + "1" + _bits(24 - 11, 7), lengths_of_8 + "0" * 256
    numbers = "".join(format(number, "016b") for number in range(65_536))
    head = _bits(0x2F, 8) + _bits(1023, 14) * 2 + "0" + "000" + "0" + "0" + "1" + "000" + "0"
    bits = head + green + red + one_symbol * 3 + numbers + one_symbol * 5 * 65_536
    data = int(bits[::-1], 2).to_bytes(len(bits) // 16 * 2 + 2, "little")
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def _bits(value: int, number: int) -> str:
    """Return a number's bits, the least first."""
    return format(value, f"0{number}b")[::-1]
