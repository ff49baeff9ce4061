"""WebP: its chunks, and the sizes that they tell."""

from __future__ import annotations

from orq_ui.imaging.containers.container import MAX_CHUNKS, MAX_PROFILE_BYTES, BrokenContainer, Container

_BITSTREAMS = (b"VP8 ", b"VP8L")
_NEEDED = frozenset({b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"EXIF", *_BITSTREAMS})
_HAS_PROFILE, _HAS_EXIF, _HAS_XMP = 0x20, 0x08, 0x04
_CANVASES = 16
"""Bytes for each pixel: two canvases in the decoder, its output, and the image."""
_LOSSLESS_BUFFER = 4
_COMPRESSED = 1
"""The method of an alpha channel whose data are lossless."""
_NS_PER_PIXEL, _NS_PER_BYTE, _NS_PER_GROUP = 30, 25, 20_000
_MAX_GROUPS, _MIN_GROUP_BITS = 65_536, 20
"""Groups of prefix codes in lossless data, one for each block of 4 × 4 pixels at most, but no header tells how many.

Each takes 6 to 10 µs, and 6 kB: it counts for more, so that those that would fill the memory are for a child process.
"""


def read(data: bytes) -> Container:
    """Read a WebP's chunks, behind a mended header. Raise :class:`BrokenContainer` where there is no size."""
    parts: list[bytes | memoryview] = []
    first, profile, at, frames, is_lossless, has_groups = b"", None, 12, 0, False, False
    # What lies behind the size that the header tells is no part of the picture.
    end = min(len(data), 8 + (int.from_bytes(data[4:8], "little") + 1 & ~1))
    view = memoryview(data)[:end]
    for _ in range(MAX_CHUNKS):
        if at + 8 > end:
            break
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        content = view[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)
        if len(content) < length:
            break
        first = first or kind + bytes(content[:10])
        frames += kind == b"ANMF"
        is_lossless |= kind == b"VP8L" or (kind == b"ANMF" and bytes(content[16:20]) != b"VP8 ")
        has_groups |= is_lossless or (kind == b"ALPH" and bool(content) and content[0] & 3 == _COMPRESSED)
        if kind == b"ICCP" and length <= MAX_PROFILE_BYTES:
            profile = bytes(content)
        if kind in _NEEDED:
            parts += [kind, length.to_bytes(4, "little"), content, b"\0" * (length & 1)]
    width, height = _size(first)
    if first.startswith(b"VP8X"):
        parts[2] = _flags_of(bytes(parts[2]), parts)
    blocks = -(-width // 4) * -(-height // 4)
    groups = min(_MAX_GROUPS, blocks, 8 * len(data) // _MIN_GROUP_BITS) if has_groups else 0
    length = 4 + sum(map(len, parts))
    return Container(
        media_type="image/webp",
        width=width,
        height=height,
        essence=b"".join([b"RIFF", length.to_bytes(4, "little"), b"WEBP", *parts]),
        bytes_per_pixel=_CANVASES + (_LOSSLESS_BUFFER if is_lossless else 0),
        decoding_s=(width * height * _NS_PER_PIXEL + len(data) * _NS_PER_BYTE + groups * _NS_PER_GROUP) / 1e9,
        frames=max(1, frames),
        is_complete=8 + int.from_bytes(data[4:8], "little") <= len(data),
        icc_profile=profile,
    )


def _flags_of(content: bytes, parts: list[bytes | memoryview]) -> bytes:
    """Return VP8X's content without the flags of chunks that are not there."""
    gone = _HAS_PROFILE | _HAS_XMP | (0 if b"EXIF" in parts[::4] else _HAS_EXIF)
    return bytes([content[0] & ~gone]) + content[1:]


def _size(first: bytes) -> tuple[int, int]:
    kind, head = first[:4], first[4:]
    if kind == b"VP8X" and len(head) == 10:
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L" and len(head) >= 5 and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and len(head) == 10 and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    raise BrokenContainer("no VP8, VP8L or VP8X")
