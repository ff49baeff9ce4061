"""PNG: its chunks, of which browsers forgive much (tried in Chromium) and Pillow little."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from orq_ui.imaging.containers.container import MAX_CHUNKS, MAX_PROFILE_BYTES, BrokenContainer, Container

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">IIBBBBB")
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_GREY, _COLOUR, _PALETTE = 0, 2, 3
_TRANSPARENT_COLOUR_BYTES = {_GREY: 2, _COLOUR: 6}
_CHECKSUM_BYTES = 4
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column, first row, step of columns, step of rows."""
_NS_PER_RAW_BYTE, _NS_PER_BYTE, _NS_PER_PIXEL, _NS_PER_INTERLACED_PIXEL = 6, 45, 1, 6
"""The second is for data of nothing but Huffman tables, each of which has to be built; the others count where a byte
holds many pixels."""


class _Chunk(NamedTuple):
    kind: bytes
    content: memoryview
    is_sound: bool


def read(data: bytes) -> Container:
    """Read a PNG's chunks. Raise :class:`BrokenContainer` for a header or palette that browsers refuse."""
    chunks = _chunks(data)
    header = next(chunks, None)
    if header is None or header.kind != b"IHDR" or not header.is_sound or len(header.content) != _HEADER.size:
        raise BrokenContainer("no IHDR")
    width, height, depth, colour, _, _, interlace = _HEADER.unpack(header.content)
    if not width or not height or depth not in _DEPTHS.get(colour, ()) or interlace > 1:
        raise BrokenContainer("IHDR out of range")
    found = _Found(colour)
    for chunk in chunks:
        found.take(chunk)
    if colour == _PALETTE and not found.palette:
        raise BrokenContainer("no PLTE")
    raw_bytes = _raw_bytes(width, height, depth * _CHANNELS[colour], bool(interlace))
    pixels_ns = width * height * (_NS_PER_INTERLACED_PIXEL if interlace else _NS_PER_PIXEL)
    return Container(
        media_type="image/png",
        width=width,
        height=height,
        essence=_essence(bytes(header.content), found),
        bytes_per_pixel=_bytes_per_pixel(depth, colour),
        decoding_s=(raw_bytes * _NS_PER_RAW_BYTE + pixels_ns + len(data) * _NS_PER_BYTE) / 1e9,
        frames=found.frames,
        is_complete=found.is_ended,
        icc_profile=found.profile,
    )


def missing_share(container: Container) -> float:
    """Return the share of the rows, 0 to 1, that the compressed data ends before or breaks off in."""
    chunks = {chunk.kind: bytes(chunk.content) for chunk in _chunks(container.essence) if chunk.kind == b"IHDR"}
    _, _, depth, colour, _, _, interlace = _HEADER.unpack(chunks[b"IHDR"])
    wanted = _raw_bytes(container.width, container.height, depth * _CHANNELS[colour], bool(interlace))
    inflater, come = zlib.decompressobj(), 0
    compressed = b"".join(chunk.content for chunk in _chunks(container.essence) if chunk.kind == b"IDAT")
    # Where it breaks off, what came before is what there is.
    with suppress(zlib.error):
        while compressed and come < wanted:
            come += len(inflater.decompress(compressed, 1 << 20))
            compressed = inflater.unconsumed_tail
    return max(0.0, 1 - come / wanted)


class _Found:
    """The chunks that matter, collected in the file's order."""

    def __init__(self, colour: int) -> None:
        self.colour = colour
        self.palette = b""
        self.transparency = b""
        self.exif = b""
        self.profile: bytes | None = None
        self.pixels: list[memoryview] = []
        self.is_ended = False
        self._pixels_ended = False
        self._is_animation = self._shows_pixels = False
        self._frames = 0

    def take(self, chunk: _Chunk) -> None:
        kind = chunk.kind
        if kind == b"IDAT" and not self._pixels_ended:
            self.pixels.append(chunk.content)
            return
        self._pixels_ended = bool(self.pixels)
        if kind == b"IEND":
            self.is_ended = True
        elif kind == b"eXIf" and chunk.is_sound and not self.exif:
            self.exif = bytes(chunk.content)
        elif kind == b"fcTL":
            self._frames += 1
            self._shows_pixels |= not self.pixels
        elif not self.pixels:
            self._take_before_pixels(chunk)

    def _take_before_pixels(self, chunk: _Chunk) -> None:
        content = chunk.content
        match chunk.kind:
            case b"PLTE":
                if not chunk.is_sound or len(content) > 3 * 256:
                    raise BrokenContainer("PLTE")
                self.palette = bytes(content[: len(content) // 3 * 3])
            case b"tRNS" if chunk.is_sound:
                self.transparency = self._transparency(bytes(content))
            case b"iCCP" if chunk.is_sound:
                self.profile = _profile(bytes(content))
            case b"acTL" if chunk.is_sound:
                self._is_animation = True

    def _transparency(self, content: bytes) -> bytes:
        if self.colour == _PALETTE:
            return content[: len(self.palette) // 3]
        return content if len(content) == _TRANSPARENT_COLOUR_BYTES.get(self.colour) else b""

    @property
    def frames(self) -> int:
        """The frames of the animation, and the picture where it is none of them; those that are there, not promised."""
        return max(1, self._frames + (not self._shows_pixels)) if self._is_animation else 1


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Yield the chunks up to IEND, or up to where the file ends or is no PNG any more."""
    view, at = memoryview(data), len(SIGNATURE)
    for _ in range(MAX_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if len(kind) < 4 or not kind.isalpha():  # the end of the file, too
            return
        content = view[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        # Browsers do not look at the checksum of the pixels, which may have 50 MB.
        is_sound = kind == b"IDAT" or zlib.crc32(content, zlib.crc32(kind)).to_bytes(4) == checksum
        yield _Chunk(kind, content, is_sound)
        if kind == b"IEND":
            return
        at += 12 + length


def _essence(header: bytes, found: _Found) -> bytes:
    pixels = b"".join(found.pixels)
    parts = [SIGNATURE, *_chunk(b"IHDR", header)]
    parts += _chunk(b"PLTE", found.palette) if found.palette else []
    parts += _chunk(b"tRNS", found.transparency) if found.transparency else []
    parts += _chunk(b"eXIf", found.exif) if found.exif else []
    # The last four bytes are those of the compressed data's checksum, which browsers do not look at either: Pillow
    # has all pixels before it comes to a chunk with nothing else.
    parts += _chunk(b"IDAT", pixels[:-_CHECKSUM_BYTES]) + _chunk(b"IDAT", pixels[-_CHECKSUM_BYTES:])
    return b"".join([*parts, *_chunk(b"IEND", b"")])


def _chunk(kind: bytes, content: bytes) -> list[bytes]:
    return [len(content).to_bytes(4), kind, content, zlib.crc32(content, zlib.crc32(kind)).to_bytes(4)]


def _profile(content: bytes) -> bytes | None:
    _, _, compressed = content.partition(b"\0")
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(compressed[1:], MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    return profile if inflater.eof else None


def _bytes_per_pixel(depth: int, colour: int) -> int:
    if colour == _PALETTE or (colour == _GREY and depth <= 8):
        return 1
    return 2 if colour == _GREY else 4


def _raw_bytes(width: int, height: int, bits_per_pixel: int, is_interlaced: bool) -> int:
    passes = _PASSES if is_interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        total += rows * (1 + (columns * bits_per_pixel + 7) // 8) if columns > 0 and rows > 0 else 0
    return total
