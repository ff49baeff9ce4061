"""Content credentials: seen where a C2PA tool put them, and not where other metadata only looks alike."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import CONVERSIONS, EmbeddedRequest, content_credentials, embed_request, read_embedded_request
from orq_ui.imaging.metadata.jpeg import read_segments
from orq_ui.wire import Connection, encode
from tests.complexity import LINEAR, growth
from tests.content_credentials import judged, signed
from tests.strategies import FORMATS, picture

UUID = bytes.fromhex("6332706100110010800000AA00389B71")
JSON_UUID = bytes.fromhex("6A736F6E00110010800000AA00389B71")
DESCRIPTION = struct.pack(">I", 30) + b"jumd" + UUID + b"\3c2pa\0"
PANORAMA = struct.pack(">I", 34) + b"jumd" + JSON_UUID + b"\3JPEG360\0\0"
RECORD = EmbeddedRequest.model_validate(
    {
        "request": {"model": "a/b"},
        "run": "r",
        "source_sha256": None,
        "index": 0,
        "made_at": "2026-11-21T05:00:00Z",
        "origin": "emulated",
        "digest": "d",
    }
)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("remote", [False, True])
def test_what_a_tool_signed_is_seen(kind: str, remote: bool) -> None:
    """In all three formats, with the manifest in the picture or kept elsewhere; the judge finds both unbroken."""
    found, manifest = signed(kind, remote=remote)

    assert content_credentials(found.bytes) == ("remote" if remote else "embedded")
    assert judged(found.bytes, found.media_type, manifest if remote else None).state == "Valid"


def test_a_long_manifest_is_seen() -> None:
    """In a JPEG it goes on over several segments."""
    found, _ = signed("JPEG", note=150_000)

    assert len([each for each in read_segments(found.bytes) if each.kind == b"\xeb"]) > 2
    assert content_credentials(found.bytes) == "embedded"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("remote", [False, True])
def test_a_request_inside_would_void_them(kind: str, remote: bool) -> None:
    """The reason for all of this: a picture with its request embedded is not the one that was signed."""
    found, manifest = signed(kind, remote=remote)
    copy = embed_request(found, RECORD)
    verdict = judged(copy.bytes, copy.media_type, manifest if remote else None)

    assert verdict.state == "Invalid"
    assert "assertion.dataHash.mismatch" in verdict.codes
    # Such copies were made once: they are still read, and still said to be signed.
    assert read_embedded_request(copy.bytes) == RECORD
    assert content_credentials(copy.bytes) == content_credentials(found.bytes)


@pytest.mark.parametrize("kind", FORMATS)
def test_sending_keeps_them(kind: str) -> None:
    """The part that goes out is the picture byte for byte, and the judge finds it unbroken."""
    found, _ = signed(kind)
    request = ImageVariationRequest.model_validate({"model": "a/b"})
    wire = encode(request, found, Connection("https://my.orq.ai"))
    sent = next(part.content for part in wire.parts if part.filename is not None)

    assert sent == found.bytes
    assert judged(sent, found.media_type).state == "Valid"


@pytest.mark.parametrize("kind", FORMATS)
def test_most_pictures_have_none(kind: str) -> None:
    """Neither a plain picture nor one of ours with its request has content credentials."""
    assert content_credentials(picture(kind).bytes) is None
    assert content_credentials(embed_request(picture(kind), RECORD).bytes) is None


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def in_png(added: bytes, at: int = 33) -> bytes:
    """A PNG with bytes behind its header, or at another place counted from either end."""
    plain = picture().bytes
    return plain[:at] + added + plain[at:]


@pytest.mark.parametrize("at", [33, -12], ids=["behind the header", "before the end"])
@pytest.mark.parametrize("broken", [False, True])
def test_a_png_has_them_anywhere(at: int, broken: bool) -> None:
    """Before or behind the image data, and with a wrong checksum too."""
    box = chunk(b"caBX", struct.pack(">I", 8 + len(DESCRIPTION)) + b"jumb" + DESCRIPTION)

    assert content_credentials(in_png(box[:-4] + b"none" if broken else box, at)) == "embedded"


def segment(content: bytes, kind: bytes = b"\xeb") -> bytes:
    return b"\xff" + kind + struct.pack(">H", 2 + len(content)) + content


def piece(content: bytes, place: int = 1, box: int = 1, kind: bytes = b"jumb", wide: bool = False) -> bytes:
    """A segment with a piece of a box; ``wide`` writes the box's size with 64 bits."""
    size = struct.pack(">I4sQ", 1, kind, 900) if wide else struct.pack(">I4s", 900, kind)
    return segment(b"JP" + struct.pack(">HI", box, place) + size + content)


def in_jpeg(*added: bytes) -> bytes:
    plain = picture("JPEG").bytes
    return plain[:2] + b"".join(added) + plain[2:]


def pieces(content: bytes, length: int, box: int = 1) -> list[bytes]:
    return [piece(content[at : at + length], at // length + 1, box) for at in range(0, len(content), length)]


@pytest.mark.parametrize(
    "data",
    [
        in_jpeg(piece(DESCRIPTION)),
        in_jpeg(piece(DESCRIPTION, wide=True)),
        in_jpeg(piece(DESCRIPTION, box=0xFFFF, place=0)),
        in_jpeg(*pieces(DESCRIPTION, 11)),
        in_jpeg(*pieces(DESCRIPTION, 1)),
        in_jpeg(*reversed(pieces(DESCRIPTION, 7))),
        in_jpeg(segment(b"Exif\0\0", b"\xe1"), *pieces(PANORAMA, 9, box=1), *pieces(DESCRIPTION, 9, box=2)),
        in_jpeg(piece(PANORAMA), piece(DESCRIPTION)),
        in_jpeg(b"\xff\xff", piece(DESCRIPTION)),
        in_jpeg(segment(b""), b"junk", piece(DESCRIPTION)),
        in_jpeg(piece(DESCRIPTION.replace(UUID, bytes(16)))),
        in_jpeg(piece(DESCRIPTION.replace(b"\3c2pa\0", b"\0"))),
        picture("JPEG").bytes[:-2] + piece(DESCRIPTION) + b"\xff\xd9",
    ],
    ids=range(13),
)
def test_a_jpeg_has_them_in_boxes_of_its_segments(data: bytes) -> None:
    """Whole or in pieces of any length and order, beside other boxes, and behind a scan."""
    assert content_credentials(data) == "embedded"


@pytest.mark.parametrize(
    "data",
    [
        in_jpeg(piece(PANORAMA)),
        in_jpeg(*pieces(PANORAMA, 5)),
        in_jpeg(piece(DESCRIPTION, kind=b"free")),
        in_jpeg(piece(b"")),
        in_jpeg(piece(DESCRIPTION[:20])),
        in_jpeg(piece(DESCRIPTION.replace(UUID, bytes(16)).replace(b"\3", b"\0"))),
        in_jpeg(piece(DESCRIPTION.replace(UUID, bytes(16)).replace(b"c2pa", b"c2pb"))),
        in_jpeg(segment(b"JP")),
        in_jpeg(segment(b"JP\0\1" + DESCRIPTION)),
        in_jpeg(segment(b"HDR_RI ver=11")),
        in_jpeg(segment(piece(DESCRIPTION), b"\xe1")),
        picture("JPEG").bytes + piece(DESCRIPTION),
        in_png(chunk(b"tEXt", b"caBX\0c2pa jumb jumd")),
    ],
    ids=range(13),
)
def test_other_metadata_is_not_taken_for_them(data: bytes) -> None:
    """Other boxes, such as a panorama's, and what has the same letters at another place."""
    assert content_credentials(data) is None


def packet(inside: str, around: str = 'xmlns:dcterms="http://purl.org/dc/terms/"') -> bytes:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    return f"<x:xmpmeta><rdf:RDF {rdf} {around}><rdf:Description {inside}</rdf:RDF></x:xmpmeta>".encode()


ADDRESSES = [
    packet('dcterms:provenance="https://a.example/m"/>'),
    packet("dcterms:provenance = 'HTTP://a.example/m'/>"),
    packet("><dcterms:provenance>\n https://a.example/m</dcterms:provenance></rdf:Description>"),
    packet('><dcterms:provenance x="1" rdf:resource="https://a.example/m"/></rdf:Description>'),
    packet('t:provenance="https://a.example/m"/>', "xmlns:t='http://purl.org/dc/terms/'"),
]
WORDS = [
    packet('dcterms:provenance="Bought in 1923, see https://a.example"/>'),
    packet('dcterms:provenance=""/>'),
    packet('dcterms:source="https://a.example/m"/>'),
    packet('dcterms:provenance="https://a.example/m"/>', 'xmlns:dcterms="http://other.example/"'),
    packet('other:provenance="https://a.example/m"/>'),
    b"\xff\xfeh\0t\0t\0p\0",
    b"",
]


def with_packet(kind: str, found: bytes) -> list[bytes]:
    """Pictures with this packet, in each way in which the format holds one."""
    if kind == "PNG":
        return [
            in_png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0en\0\0" + found)),
            in_png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(found))),
        ]
    if kind == "JPEG":
        half = len(found) // 2
        more = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">I", len(found))
        first, second = struct.pack(">I", 0) + found[:half], struct.pack(">I", half) + found[half:]
        return [
            in_jpeg(segment(b"http://ns.adobe.com/xap/1.0/\0" + found, b"\xe1")),
            in_jpeg(segment(more + first, b"\xe1"), segment(more + second, b"\xe1")),
        ]
    plain = picture("WEBP").bytes
    body = plain[8:] + b"XMP " + struct.pack("<I", len(found)) + found + b"\0" * (len(found) % 2)
    return [b"RIFF" + struct.pack("<I", len(body)) + body]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_manifest_elsewhere_is_an_address_in_the_xmp(kind: str) -> None:
    """As an attribute, an element or a resource, under any prefix; a provenance in words is that of the thing shown."""
    for found in ADDRESSES:
        assert [content_credentials(data) for data in with_packet(kind, found)] == ["remote"] * (1 + (kind != "WEBP"))
    for found in WORDS:
        assert {content_credentials(data) for data in with_packet(kind, found)} == {None}


def test_damaged_pictures_raise_nothing() -> None:
    """Three thousand cut or changed files, and what is no picture, are signed or not."""
    rng = Random(11)  # noqa: S311 - a repeatable draw
    sources = [signed(kind, remote=remote)[0].bytes for kind in FORMATS for remote in (False, True)]
    answers = set()
    for number in range(3_000):
        data = bytearray(sources[number % len(sources)])
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(min(len(data), 600))
            data[at : at + rng.randint(0, 4)] = rng.randbytes(rng.randint(0, 4))
        answers.add(content_credentials(bytes(data[: rng.randint(1, len(data))] if rng.random() < 0.3 else data)))
    for stub in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\xff\xd8\xff", b"{}"):
        assert content_credentials(stub) is None

    assert answers == {"embedded", "remote", None}


SOI = b"\xff\xd8\xff"
DECLARED = b' xmlns:a="http://purl.org/dc/terms/" '
HOSTILE: dict[str, Callable[[int], bytes]] = {
    "filling": lambda size: SOI + b"\xff" * size,
    "restarts": lambda size: SOI + b"\xe0\0\2" + b"\xff\xd0" * (size // 2),
    "empty segments": lambda size: SOI + b"\xe0\0\2" + b"\xff\xeb\0\2" * (size // 4),
    "no length": lambda size: SOI + b"\xe0\0\2" + b"\xff\xeb\0\0" * (size // 4),
    "junk": lambda size: SOI + b"\xe0\0\2" + b"a" * size,
    "pieces": lambda size: in_jpeg(*[piece(b"x", 1)] * (size // 21)),
    "attributes": lambda size: with_packet("WEBP", DECLARED + b" a:provenance='" * (size // 15))[0],
    "elements": lambda size: with_packet("WEBP", DECLARED + b"<a:provenance " * (size // 14))[0],
    "resources": lambda size: with_packet("WEBP", DECLARED + b"<a:provenance " + b" rdf:resource=" * (size // 14))[0],
    "blanks": lambda size: with_packet("WEBP", DECLARED + b"<a:provenance rdf:resource" + b" " * size)[0],
    "declared": lambda size: with_packet("WEBP", b"http://purl.org/dc/terms/" + b"xmlns:a " * (size // 8))[0],
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_take_linear_time(made: Callable[[int], bytes]) -> None:
    """Twenty megabytes made to trap a reader are looked through like any other twenty."""

    def work(data: bytes) -> None:
        assert content_credentials(data) is None

    assert growth(made, work, 20_000_000) < LINEAR


def test_converted_copies_have_none() -> None:
    """What is encoded anew is another picture, which nobody signed."""
    found, _ = signed("JPEG")

    assert content_credentials(CONVERSIONS["to_png"].run(found).bytes) is None
