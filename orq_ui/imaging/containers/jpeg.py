"""JPEG: its segments and scans up to the end of the first picture; what phones put behind that is passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from orq_ui.imaging.containers.container import MAX_CHUNKS, MAX_PROFILE_BYTES, BrokenContainer, Container

_SOI, _EOI, _SOS, _DHT, _DQT, _DRI, _DAC = 0xD8, 0xD9, 0xDA, 0xC4, 0xDB, 0xDD, 0xCC
_TABLES = frozenset({_DHT, _DQT, _DRI, _DAC})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {_DHT, _DAC, 0xC8}
_PROGRESSIVE = frozenset({0xC2, 0xCA})
_ARITHMETIC = frozenset({0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_DECODED = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
"""Huffman or arithmetic coding, sequential or progressive; the rest is lossless or hierarchical."""
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""Any but those that are part of a scan: a stuffed zero, and restarts."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""
_APP1, _APP2 = 0xE1, 0xE2
_ICC = b"ICC_PROFILE\0"
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
"""Decoders pass over shorter ones."""
_CHANNEL_BYTES = {1: 1, 3: 4, 4: 4}
_BYTES_PER_COEFFICIENT = 2
_NS_PER_PIXEL, _NS_PER_COEFFICIENT, _NS_PER_BYTE, _NS_PER_BUFFERED_BYTE = 4, 1, 20, 45
_ARITHMETIC_FACTOR = 5
_NS_PER_SEGMENT = 5_000
END = b"\xff\xd9"


class _Segment(NamedTuple):
    """``start:end`` of the file, with its content, without the length, at ``body:end``; a scan's has its data in it."""

    marker: int
    start: int
    body: int
    end: int


class _Component(NamedTuple):
    name: int
    coefficients: int


class _Frame(NamedTuple):
    marker: int
    precision: int
    height: int
    width: int
    components: tuple[_Component, ...]

    @property
    def coefficients(self) -> int:
        """All of them, in whole blocks of 8 × 8."""
        return sum(component.coefficients for component in self.components)


def read(data: bytes) -> Container:
    """Read a JPEG's segments. Raise :class:`BrokenContainer` where there is no frame or no scan."""
    view = memoryview(data)
    parts: list[bytes | memoryview] = [data[:2]]
    profile: dict[int, bytes] = {}
    scans: Counter[bytes] = Counter()  # by the components that are in them
    frame, scan_bytes, first_scan, has_exif, is_ended = None, 0, 0, False, False
    for segment in _segments(data):
        content = view[segment.body : segment.end]
        if segment.marker == _EOI:
            is_ended = True
        elif segment.marker == _SOS:
            components = _scan_components(content)
            scans[components] += 1
            scan_bytes += len(content)
            first_scan = first_scan or len(components)
            parts.append(view[segment.start : segment.end])
        elif segment.marker in _FRAMES:
            frame = frame or _frame(segment.marker, bytes(content))
            parts.append(view[segment.start : segment.end])
        elif segment.marker == _APP2 and bytes(content[: len(_ICC)]) == _ICC and len(content) > 14:
            profile.setdefault(content[12], bytes(content[14:]))
        elif segment.marker in _TABLES or _is_needed(segment.marker, content, has_exif):
            has_exif |= segment.marker == _APP1
            parts.append(view[segment.start : segment.end])
    if frame is None or not scans or not frame.width or not frame.height:
        raise BrokenContainer("no frame or no scan")
    is_buffered = frame.marker in _PROGRESSIVE or first_scan < len(frame.components)
    return Container(
        media_type="image/jpeg",
        width=frame.width,
        height=frame.height,
        essence=b"".join([*parts, END]),
        bytes_per_pixel=_CHANNEL_BYTES.get(len(frame.components), 4),
        fixed_bytes=frame.coefficients * _BYTES_PER_COEFFICIENT if is_buffered else 0,
        decoding_s=_decoding_s(frame, scans, scan_bytes, is_buffered) + len(parts) * _NS_PER_SEGMENT / 1e9,
        scans=scans.total(),
        is_complete=is_ended,
        coding=_coding(frame),
        icc_profile=_joined(profile),
    )


def _segments(data: bytes) -> Iterator[_Segment]:
    """Yield the segments behind SOI up to EOI, or to where the file ends or is no JPEG any more."""
    at = 2
    for _ in range(MAX_CHUNKS):
        found = _MARKER.search(data, at)
        if found is None:
            return
        start, marker = found.start(), data[found.start() + 1]
        if marker in _BARE:
            at = start + 2
            continue
        if marker == _EOI:
            yield _Segment(marker, start, start + 2, start + 2)
            return
        length = int.from_bytes(data[start + 2 : start + 4])
        at = start + 2 + length
        if length < 2 or at > len(data):
            return
        if marker == _SOS:
            scan_end = _MARKER.search(data, at)
            at = scan_end.start() if scan_end else len(data)
        yield _Segment(marker, start, start + 4, at)


def _is_needed(marker: int, content: memoryview, has_exif: bool) -> bool:
    """Return whether the segment says how colours are coded, or is the first with EXIF data."""
    match marker:
        case 0xE0:
            return bytes(content[:5]) == b"JFIF\0" and len(content) >= _JFIF_BYTES
        case 0xE1:
            return bytes(content[:6]) == b"Exif\0\0" and not has_exif
        case 0xEE:
            return bytes(content[:5]) == b"Adobe" and len(content) >= _ADOBE_BYTES
    return False


def _frame(marker: int, content: bytes) -> _Frame:
    if len(content) < 6 or len(content) < 6 + 3 * content[5]:
        raise BrokenContainer("frame")
    height, width = int.from_bytes(content[1:3]), int.from_bytes(content[3:5])
    parts = [(content[at], content[at + 1] >> 4, content[at + 1] & 15) for at in range(6, 6 + 3 * content[5], 3)]
    most_across = max((across for _, across, _ in parts), default=1) or 1
    most_down = max((down for _, _, down in parts), default=1) or 1
    columns, rows = -(-width // (8 * most_across)), -(-height // (8 * most_down))
    components = tuple(_Component(name, columns * across * rows * down * 64) for name, across, down in parts)
    return _Frame(marker, content[0], height, width, components)


def _scan_components(content: memoryview) -> bytes:
    """Return the ids of the components that a scan says it has, at most four."""
    number = content[0] if len(content) else 0
    return bytes(content[1 : 1 + 2 * min(number, 4) : 2])


def _decoding_s(frame: _Frame, scans: Counter[bytes], scan_bytes: int, is_buffered: bool) -> float:
    """Count each scan with all coefficients of its components, even where it has a few bytes for them."""
    sizes = dict(frame.components)
    coefficients = sum(
        times * sum(sizes.get(name, frame.coefficients) for name in components) for components, times in scans.items()
    )
    per_byte = _NS_PER_BUFFERED_BYTE if is_buffered else _NS_PER_BYTE
    entropy_coded = coefficients * _NS_PER_COEFFICIENT + scan_bytes * per_byte
    factor = _ARITHMETIC_FACTOR if frame.marker in _ARITHMETIC else 1
    return (entropy_coded * factor + frame.width * frame.height * _NS_PER_PIXEL) / 1e9


def _coding(frame: _Frame) -> str:
    if frame.marker not in _DECODED:
        return "lossless JPEG" if frame.marker in {0xC3, 0xC7, 0xCB, 0xCF} else "hierarchical JPEG"
    return f"{frame.precision}-bit JPEG" if frame.precision != 8 else ""


def _joined(profile: dict[int, bytes]) -> bytes | None:
    joined = b"".join(profile[number] for number in sorted(profile))
    return joined if 0 < len(joined) <= MAX_PROFILE_BYTES else None
