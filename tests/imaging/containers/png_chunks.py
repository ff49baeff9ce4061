"""PNG files written chunk by chunk."""

from __future__ import annotations

import struct
import zlib

from orq_ui.imaging.containers.png import SIGNATURE

WIDTH, HEIGHT = 24, 16
ROW = 1 + 3 * WIDTH
PIXELS = b"".join(b"\0" + bytes((x * y) % 251 for x in range(3 * WIDTH)) for y in range(HEIGHT))
INDICES = b"".join(b"\0" + bytes(x % 8 for x in range(WIDTH)) for _ in range(HEIGHT))
PALETTE = bytes(range(24))
END = (b"IEND", b"")


def chunk(kind: bytes, content: bytes, *, is_sound: bool = True) -> bytes:
    checksum = zlib.crc32(kind + content) ^ (0 if is_sound else 1)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def header(colour: int = 2, depth: int = 8, size: tuple[int, int] = (WIDTH, HEIGHT), interlace: int = 0) -> bytes:
    return struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlace)


def png(*chunks: bytes | tuple[bytes, bytes]) -> bytes:
    return SIGNATURE + b"".join(chunk(*each) if isinstance(each, tuple) else each for each in chunks)


def photo(*before: bytes | tuple[bytes, bytes], pixels: bytes = PIXELS, after: tuple[bytes, ...] = ()) -> bytes:
    """Return a true-colour PNG with chunks before and after its pixels."""
    return png((b"IHDR", header()), *before, (b"IDAT", zlib.compress(pixels)), *after, END)


def drawing(*before: bytes | tuple[bytes, bytes], palette: bytes = PALETTE) -> bytes:
    """Return a PNG with a palette."""
    return png((b"IHDR", header(3)), (b"PLTE", palette), *before, (b"IDAT", zlib.compress(INDICES)), END)
