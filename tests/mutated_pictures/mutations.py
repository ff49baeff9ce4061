"""Damage to pictures' files, drawn from a seed: case number 17 is always the same file."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from tests.imaging.containers.png_chunks import chunk
from tests.mutated_pictures.sources import sources

COUNT = "ORQ_UI_MUTATED_PICTURES"
"""The environment variable with the number of damaged pictures that each test tries."""
FIRST = "ORQ_UI_MUTATED_PICTURES_FROM"
"""The environment variable with the number of the first one."""
EXTREMES = (
    *(0, 1, 2, 7, 8, 15, 16, 127, 128, 255, 256, 0x3FFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0xFFFFFF, 0x40000000),
    *(0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF),
)
_STEP = 37
_PNG = b"\x89PNG\r\n\x1a\n"


class Case(NamedTuple):
    """A damaged picture; ``name`` says which, to find it again."""

    name: str
    data: bytes


def cases(usual: int, seed: str) -> Iterator[Case]:
    """Yield as many damaged pictures as the environment says, or the usual number of them."""
    first = int(os.environ.get(FIRST, "0"))
    for number in range(first, first + int(os.environ.get(COUNT, usual))):
        yield case(number, seed)


def case(number: int, seed: str) -> Case:
    """Return one damaged picture. The pictures take turns in long steps, so that a few cases have all formats."""
    rng = Random(f"{seed}|{number}")  # noqa: S311 - repeatable
    names = list(sources())
    name = names[number * _STEP % len(names)]
    data, done = sources()[name], []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        change = rng.choice(_CHANGES)
        data = change(rng, data)
        done.append(change.__name__)
    return Case(f"{seed}|{number}: {name}, {', '.join(done)}", data)


def flip_bits(rng: Random, data: bytes) -> bytes:
    """Flip some bits."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def swap_bytes(rng: Random, data: bytes) -> bytes:
    """Exchange two runs of bytes."""
    first, second, length = *sorted((_place(rng, data), _place(rng, data))), rng.randint(1, 16)
    length = min(length, second - first)
    gap, end = data[first + length : second], data[second + length :]
    return data[:first] + data[second : second + length] + gap + data[first : first + length] + end


def change_number(rng: Random, data: bytes) -> bytes:
    """Write an extreme value of 1, 2, 3 or 4 bytes anywhere, most often in the head, in either byte order."""
    at = _place(rng, data[:64] if rng.random() < 0.5 else data)
    size = rng.choice((1, 2, 3, 4))
    value = rng.choice(EXTREMES) & ((1 << 8 * size) - 1)
    return data[:at] + value.to_bytes(size, rng.choice(("big", "little"))) + data[at + size :]


def truncate(rng: Random, data: bytes) -> bytes:
    """Cut off the end."""
    return data[: _place(rng, data)]


def cut_out(rng: Random, data: bytes) -> bytes:
    """Remove some bytes."""
    at = _place(rng, data)
    return data[:at] + data[at + rng.randint(1, 40) :]


def double(rng: Random, data: bytes) -> bytes:
    """Repeat some bytes."""
    at = _place(rng, data)
    end = at + rng.randint(1, 60)
    return data[:end] + data[at:]


def insert_noise(rng: Random, data: bytes) -> bytes:
    """Put in random bytes, or the same byte many times."""
    at, length = _place(rng, data), rng.randint(1, 60)
    return data[:at] + (rng.randbytes(length) if rng.random() < 0.7 else rng.randbytes(1) * length) + data[at:]


def splice(rng: Random, data: bytes) -> bytes:
    """Go on with the rest of another picture."""
    other = rng.choice(list(sources().values()))
    return data[: _place(rng, data)] + other[_place(rng, other) :]


def change_pieces(rng: Random, data: bytes) -> bytes:
    """Drop, repeat, move, fill, shorten or damage a chunk, segment or box, checksums and lengths mended."""
    pieces = _pieces(data)
    if not pieces:
        return flip_bits(rng, data)
    at = rng.randrange(len(pieces))
    kind, content = pieces[at]
    match rng.randrange(8):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(rng.randrange(len(pieces) + 1), pieces[at])
        case 2:
            pieces.insert(rng.randrange(len(pieces)), pieces.pop(at))
        case 3:
            other = _pieces(rng.choice(list(sources().values()))) or pieces
            pieces.insert(at, rng.choice(other))
        case 4:
            pieces[at] = (kind, b"")
        case 5:
            pieces[at] = (kind, content + rng.randbytes(rng.choice((1, 3, 300, 800))))
        case 6:
            pieces[at] = (rng.choice(pieces)[0], content)
        case _:
            pieces[at] = (kind, rng.choice((flip_bits, truncate, cut_out, double, change_number))(rng, content))
    return _joined(data, pieces)


def change_header(rng: Random, data: bytes) -> bytes:
    """Write extreme sizes, depths, colour types, samplings or flags into the header, which stays well-formed."""
    pieces = _pieces(data)
    for at, (kind, content) in enumerate(pieces):
        if kind in _HEADERS and content:
            start, size = rng.choice(_HEADERS[kind])
            order = "little" if kind.startswith(b"VP8") else "big"
            value = rng.choice((*EXTREMES, *range(20))) & ((1 << 8 * size) - 1)
            pieces[at] = (kind, content[:start] + value.to_bytes(size, order) + content[start + size :])
            return _joined(data, pieces)
    return change_number(rng, data)


def change_pixels(rng: Random, data: bytes) -> bytes:
    """Damage a PNG's pixels and filters before they are compressed; the data of other formats as it is."""
    pieces = _pieces(data) if data.startswith(_PNG) else []
    packed = b"".join(content for kind, content in pieces if kind == b"IDAT")
    try:
        raw = zlib.decompress(packed)
    except zlib.error:
        return flip_bits(rng, data)
    change = rng.choice((flip_bits, truncate, cut_out, double, insert_noise))
    first = next((at for at, (kind, _) in enumerate(pieces) if kind == b"IDAT"), len(pieces))
    pieces = [piece for piece in pieces if piece[0] != b"IDAT"]
    pieces.insert(first, (b"IDAT", zlib.compress(change(rng, raw))))
    return _joined(data, pieces)


def change_profile(rng: Random, data: bytes) -> bytes:
    """Give the picture a colour profile or EXIF data that are noise, empty or another picture's."""
    pieces = _pieces(data)
    content = rng.choice((b"", b"\0", rng.randbytes(200), b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + rng.randbytes(60)))
    if data.startswith(_PNG):
        kinds = [
            (b"iCCP", b"p\0\0" + zlib.compress(content)),
            (b"eXIf", content),
            (b"tRNS", content),
            (b"gAMA", content),
        ]
    elif data[8:12] == b"WEBP":
        kinds = [(b"ICCP", content), (b"EXIF", content), (b"XMP ", content), (b"ALPH", content)]
    else:
        kinds = [
            (b"\xe1", b"Exif\0\0" + content),
            (b"\xe2", b"ICC_PROFILE\0\1\1" + content),
            (b"\xee", b"Adobe" + content),
        ]
    pieces.insert(min(1, len(pieces)), rng.choice(kinds))
    return _joined(data, pieces)


Change = Callable[[Random, bytes], bytes]
_CHANGES: tuple[Change, ...] = (
    flip_bits,
    swap_bytes,
    change_number,
    truncate,
    cut_out,
    double,
    insert_noise,
    splice,
    change_pieces,
    change_pieces,
    change_header,
    change_header,
    change_pixels,
    change_profile,
)
_FRAME = [(0, 1), (1, 2), (3, 2), (5, 1), (6, 1), (7, 1), (8, 1), (10, 1), (11, 1)]
_HEADERS: dict[bytes, list[tuple[int, int]]] = {
    b"IHDR": [(0, 4), (4, 4), (8, 1), (9, 1), (12, 1)],
    b"VP8X": [(0, 1), (4, 3), (7, 3)],
    b"VP8L": [(0, 1), (1, 4)],
    b"VP8 ": [(0, 3), (6, 2), (8, 2)],
    **{bytes([marker]): _FRAME for marker in (0xC0, 0xC1, 0xC2, 0xC9, 0xCA)},
}
"""Where the fields of a header begin, and how many bytes they have."""


def _place(rng: Random, data: bytes) -> int:
    return rng.randrange(len(data) + 1)


def _pieces(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return a file's chunks, segments or boxes, by their kinds; none for other formats."""
    if data.startswith(_PNG):
        return list(_framed(data, 8, ">I4s", 4))
    if data[:4] == b"RIFF":
        return list(_framed(data, 12, "<4sI", 0))
    if data.startswith(b"\xff\xd8"):
        return list(_segments(data))
    if data[4:8] in {b"ftyp", b"jP  "}:
        return list(_framed(data, 0, ">I4s", 0))
    return []


def _framed(data: bytes, at: int, form: str, behind: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(data):
        first, second = struct.unpack_from(form, data, at)
        kind, length = (first, second) if isinstance(first, bytes) else (second, first)
        if data[4:8] in {b"ftyp", b"jP  "}:  # a box's length includes its head
            length = max(0, length - 8)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + behind + (length & 1 if form.startswith("<") else 0)


def _segments(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if data[at + 1] == 0xDA:  # with its data, up to the next marker
            scan = (place for place in range(end, len(data) - 1) if data[place] == 0xFF)
            end = next((place for place in scan if data[place + 1] and not 0xD0 <= data[place + 1] <= 0xD7), len(data))
        yield data[at + 1 : at + 2], data[at + 4 : end]
        at = max(end, at + 2)


def _joined(data: bytes, pieces: list[tuple[bytes, bytes]]) -> bytes:
    """Return a file like this one of other pieces."""
    if data.startswith(_PNG):
        return _PNG + b"".join(chunk(kind.ljust(4)[:4], content) for kind, content in pieces)
    if data[:4] == b"RIFF":
        body = b"".join(
            kind.ljust(4)[:4] + len(content).to_bytes(4, "little") + content + bytes(len(content) & 1)
            for kind, content in pieces
        )
        return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_segment(kind[:1], content) for kind, content in pieces) + b"\xff\xd9"
    return b"".join((8 + len(content)).to_bytes(4) + kind.ljust(4)[:4] + content for kind, content in pieces)


def _segment(kind: bytes, content: bytes) -> bytes:
    head = 2 * content[0] + 4 if kind == b"\xda" and content else len(content)
    return b"\xff" + kind + min(0xFFFF, 2 + head).to_bytes(2) + content
