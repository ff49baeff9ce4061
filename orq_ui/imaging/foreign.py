"""What pictures and other files are that the router does not take, by their first bytes."""

from __future__ import annotations

import re
import struct
from types import MappingProxyType

HEIF = "HEIC/HEIF"
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})  # sizes of the header that follows a BMP's first 14 bytes
_SIGNATURES = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"\0\0\x01\0", "ICO"),
    (b"8BPS", "PSD"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"qoif", "QOI"),
    (b"%PDF-", "PDF"),
    (b"IIRO", "camera raw"),
    (b"IIRS", "camera raw"),
    (b"MMOR", "camera raw"),
    (b"IIU\0", "camera raw"),
    (b"FUJIFILMCCD-RAW", "camera raw"),
    (b"\x1a\x45\xdf\xa3", "video"),
)
_EXTENSIONS = MappingProxyType(
    {
        "AVIF": "avif",
        "BMP": "bmp",
        "GIF": "gif",
        "ICO": "ico",
        "JPEG 2000": "jp2",
        "JPEG XL": "jxl",
        "PDF": "pdf",
        "PSD": "psd",
        "QOI": "qoi",
        "SVG": "svg",
        "TIFF": "tif",
        HEIF: "heic",
    }
)
_HEVC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF = frozenset({b"avif", b"avis"})
_HEIF = frozenset({b"mif1", b"mif2", b"mif3", b"msf1", b"miaf", b"heif", b"1pic", b"MiHB", b"MiHE", b"MiHA"})
_LONGEST_BRANDS = 512
_TIFF = MappingProxyType({b"II*\0": "<", b"MM\0*": ">"})
_MAKE, _SUB_IFDS, _SUBFILE_TYPE, _DNG_VERSION = 271, 330, 254, 50706


def foreign_format(data: bytes) -> str | None:
    """Return the format that the first bytes announce, when it is one that the router does not take."""
    if data[4:8] == b"ftyp":  # first: its box of 256 bytes begins like an ICO
        return _by_brands(data)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    if data[:4] in _TIFF:
        return "camera raw" if _is_camera_raw(data) else "TIFF"
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS:
        return "BMP"
    text = data[:4000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "SVG" if text.startswith(b"<") and re.search(rb"<svg[\s>/]", text) else None


def foreign_extension(data: bytes) -> str:
    """Return the extension of a file's name by the format that its first bytes announce; ``bin`` for any other."""
    return _EXTENSIONS.get(foreign_format(data) or "", "bin")


def _by_brands(data: bytes) -> str:
    """Return what an ISO media file is, by its major brand, or by those that it says to be compatible with."""
    length = min(int.from_bytes(data[:4]), len(data), _LONGEST_BRANDS)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, length - 3, 4))]
    for brand in brands:
        if brand in _HEVC:
            return HEIF
        if brand in _AVIF:
            return "AVIF"
        if brand == b"crx ":
            return "camera raw"
    return HEIF if _HEIF.intersection(brands) else "video"


def _is_camera_raw(data: bytes) -> bool:
    """Return whether a TIFF is one of a camera: CR2, DNG, or a small first picture with others below it."""
    if data[8:10] == b"CR":
        return True
    order, tags = _TIFF[data[:4]], dict[int, int]()
    try:
        (start,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, start)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(order + "HHII", data, start + 2 + 12 * number)
            tags[tag] = value if kind == 4 else 0
    except struct.error:
        return False
    return _DNG_VERSION in tags or (_MAKE in tags and _SUB_IFDS in tags and tags.get(_SUBFILE_TYPE) == 1)
