"""Each kind of file that people try is named for what it is."""

from __future__ import annotations

import struct

import pytest

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import Picture
from orq_ui.imaging.foreign import foreign_format


def iso(major: bytes, *compatible: bytes) -> bytes:
    brands = b"".join(compatible)
    return struct.pack(">I", 16 + len(brands)) + b"ftyp" + major + bytes(4) + brands + bytes(64)


def tiff(tags: dict[int, int], order: str = "<") -> bytes:
    start = b"II*\0" if order == "<" else b"MM\0*"
    entries = b"".join(struct.pack(order + "HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
    return start + struct.pack(order + "IH", 8, len(tags)) + entries + bytes(4)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        *[(iso(brand), "HEIC/HEIF") for brand in b"heic heix heim heis hevc hevx hevm hevs mif1 msf1".split()],
        (iso(b"mif1", b"mif1", b"heic"), "HEIC/HEIF"),
        (iso(b"MiHE", b"mif1", b"miaf"), "HEIC/HEIF"),
        (iso(b"mif1", *[b"abcd"] * 59, b"heic"), "HEIC/HEIF"),  # 256 bytes of brands begin like an ICO
        (iso(b"XYZ1", b"mif1", b"heic"), "HEIC/HEIF"),
        (iso(b"avif"), "AVIF"),
        (iso(b"avis", b"msf1"), "AVIF"),
        (iso(b"mif1", b"avif", b"miaf"), "AVIF"),
        (iso(b"crx ", b"isom"), "camera raw"),
        (iso(b"isom", b"mp41"), "video"),
        (iso(b"qt  "), "video"),
        (b"\x1a\x45\xdf\xa3" + bytes(60), "video"),
        (b"GIF89a" + bytes(60), "GIF"),
        (tiff({256: 4}), "TIFF"),
        (tiff({256: 4}, ">"), "TIFF"),
        (b"II*\0\xff\xff\xff\xff", "TIFF"),
        (b"II*\0\x10\0\0\0CR\x02\0", "camera raw"),
        (tiff({50706: 0x01040000}), "camera raw"),
        (tiff({254: 1, 271: 60, 330: 80}, ">"), "camera raw"),
        (b"FUJIFILMCCD-RAW 0201", "camera raw"),
        (b"8BPS\0\x01", "PSD"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\xff\x4f\xff\x51", "JPEG 2000"),
        (b"\xff\x0a" + bytes(60), "JPEG XL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"qoif" + bytes(10), "QOI"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "BMP"),
        (b"\0\0\x01\0\x01\0", "ICO"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<!-- made by hand -->\n<svg>", "SVG"),
    ],
)
def test_it_is_refused_by_name(data: bytes, name: str) -> None:
    """The name is that of the content, whatever the file's extension says."""
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(data, "photo.jpg")

    assert (refused.value.reason, refused.value.detail) == ("wrong_type", name)


@pytest.mark.parametrize("data", [b"", b"hello", b"BMW and other words", b"<html><body>", b"\0\0\0", b"\0\0\0\x08ftyp"])
def test_other_bytes_have_no_name(data: bytes) -> None:
    """What cannot be told is not guessed, but for media files of an unknown brand, which are mostly videos."""
    assert foreign_format(data) in {None, "video"}
