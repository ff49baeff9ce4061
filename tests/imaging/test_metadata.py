"""Copies with their request: the record goes in and comes out, and nothing else changes."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from orq_ui.emulator.drawing.renderer import Renderer
from orq_ui.errors import InvalidInput
from orq_ui.imaging import EmbeddedRequest, Picture, embed_request, read_embedded_request
from orq_ui.imaging.metadata import jpeg, png, webp
from tests.strategies import FORMATS, bodies, picture, pictures

Make = Callable[..., Picture]
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="caf\xc3\xa9"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


def a_record(request: dict[str, Any] | None = None, **more: Any) -> EmbeddedRequest:
    facts = {"run": "r1", "source_sha256": "ab" * 32, "index": 2, "made_at": "2026-11-21T05:00:00+00:00"}
    body = {"model": "a/b"} if request is None else request
    return EmbeddedRequest.model_validate(facts | {"request": body, "origin": "emulated", "digest": "cd" * 32} | more)


def noise(size: int, seed: int = 1) -> str:
    """Text that does not compress below three quarters."""
    return Random(seed).randbytes(size // 2).hex()  # noqa: S311 - noise


def opened(data: bytes) -> Image.Image:
    Image.open(BytesIO(data)).verify()
    image = Image.open(BytesIO(data))
    image.load()
    return image


def same_pixels(one: bytes, other: bytes) -> bool:
    first, second = opened(one), opened(other)
    return (first.mode, first.size, first.tobytes()) == (second.mode, second.size, second.tobytes())


def image_data(data: bytes) -> list[bytes]:
    """Whatever of a file is no metadata of text, as it is in the file."""
    if data.startswith(b"\x89PNG"):
        return [data[one.start : one.stop] for one in png.read_chunks(data) if one.kind != b"iTXt"]
    if data.startswith(b"RIFF"):
        kept = [one for one in webp.read_chunks(data) if one.kind not in {b"VP8X", b"XMP "}]
        return [data[one.start : one.stop] for one in kept]
    segments = list(jpeg.read_segments(data))
    kept = [one for one in segments if not one.starts_with(data, jpeg.XMP)]
    return [*(data[one.start : one.stop] for one in kept), data[segments[-1].stop :]]


@given(pictures(), bodies(unknown=True), st.booleans())
@settings(max_examples=150)
def test_a_record_comes_back_as_it_went_in(source: Picture, body: dict[str, Any], long: bool) -> None:
    """In all three formats, short or compressed, any body is read again, and pixels and name are the same."""
    record = a_record(body | {"note": noise(3_000)} if long else body)
    result = embed_request(source, record)

    assert read_embedded_request(result.bytes) == record
    assert image_data(result.bytes) == image_data(source.bytes)
    assert same_pixels(source.bytes, result.bytes)
    assert Picture.from_bytes(result.bytes, source.name) == result


@given(pictures(), bodies(), bodies())
@settings(max_examples=60)
def test_embedding_again_replaces(source: Picture, first: dict[str, Any], second: dict[str, Any]) -> None:
    """A copy of a copy is, byte for byte, the copy made at once with the second request."""
    twice = embed_request(embed_request(source, a_record(first)), a_record(second))

    assert twice.bytes == embed_request(source, a_record(second)).bytes


@pytest.mark.parametrize("kind", FORMATS)
def test_the_original_stays(kind: str) -> None:
    """The picture keeps its bytes and its hash; the copy has a hash of its own."""
    source = picture(kind)
    before, digest = bytes(bytearray(source.bytes)), source.sha256
    copy = embed_request(source, a_record())

    assert source.bytes == before
    assert source.sha256 == digest == hashlib.sha256(before).hexdigest()
    assert copy.sha256 == hashlib.sha256(copy.bytes).hexdigest() != digest
    assert read_embedded_request(source.bytes) is None


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [0, 5_000])
def test_other_metadata_stays(made: Make, kind: str, size: int) -> None:
    """The colour profile, the EXIF orientation and the XMP of before are still there."""
    options: dict[str, Any] = {"icc_profile": PROFILE} | ({} if kind == "PNG" else {"xmp": PACKET})
    source = made(kind, orientation=6, **options)
    result = embed_request(source, a_record({"note": noise(size)}))
    image = opened(result.bytes)

    assert image_data(result.bytes) == image_data(source.bytes)
    assert same_pixels(source.bytes, result.bytes)
    assert image.info["icc_profile"] == PROFILE
    assert result.orientation == 6
    if kind != "PNG":
        start, end = PACKET.split(b"</rdf:RDF>")
        assert image.info["xmp"].startswith(start)
        assert image.info["xmp"].endswith(end)
        first, ours = ElementTree.fromstring(image.info["xmp"])[0]  # noqa: S314 - written here
        assert first.attrib["{http://purl.org/dc/elements/1.1/}format"] == "café"
        assert [child.tag for child in ours] == ["{urn:orq-ui:tag:}record"]
    assert read_embedded_request(embed_request(result, a_record(index=7)).bytes) == a_record(index=7)
    assert embed_request(result, a_record()).bytes == embed_request(source, a_record()).bytes


def test_every_other_png_chunk_is_the_same() -> None:
    """What the emulator draws keeps its own chunks in their order, byte for byte, with ours behind the header."""
    source = Picture.from_bytes(Renderer.open(picture(width=4, height=4), "emulator/riso", 64, 0).draw(0), "a.png")
    data = embed_request(source, a_record()).bytes
    before = [source.bytes[one.start : one.stop] for one in png.read_chunks(source.bytes)]
    after = [data[one.start : one.stop] for one in png.read_chunks(data)]
    ours = after.pop(1)

    assert after == before
    assert ours[4:15] == b"iTXtorq-ui\0"
    assert zlib.crc32(ours[4:-4]) == int.from_bytes(ours[-4:], "big")
    assert opened(data).text["emulated"] == "true"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("mode", "lossless"), [("RGB", False), ("RGBA", False), ("RGB", True), ("RGBA", True)])
def test_every_kind_of_webp(made: Make, mode: str, lossless: bool) -> None:
    """Lossy or lossless, with alpha or without, a simple WebP becomes an extended one with the same pixels."""
    image = Image.frombytes(mode, (33, 17), Random(1).randbytes(33 * 17 * len(mode)))  # noqa: S311 - noise
    out = BytesIO()
    image.save(out, "WEBP", lossless=lossless)
    source = Picture.from_bytes(out.getvalue(), "a.webp")
    copy = embed_request(source, a_record())

    assert same_pixels(source.bytes, copy.bytes)
    assert opened(copy.bytes).mode == mode
    assert copy.bytes[12:16] == b"VP8X"
    assert int.from_bytes(copy.bytes[4:8], "little") == len(copy.bytes) - 8


@pytest.mark.parametrize("kind", [b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"VP8X"])
@pytest.mark.parametrize("length", [10, 11])
def test_what_a_simple_webp_has_behind_its_image(made: Make, kind: bytes, length: int) -> None:
    """A second image, which decoders pass over in a simple file and refuse in an extended one, is not in the copy."""
    source = made("WEBP").bytes
    more = kind + length.to_bytes(4, "little") + b"\x9d\x01\x2a" + bytes(length - 3)  # without its padding
    size = (len(source) + len(more) - 8).to_bytes(4, "little")
    found = Picture.from_bytes(source[:4] + size + source[8:] + more, "a.webp")
    copy = embed_request(found, a_record())

    assert Picture.from_bytes(copy.bytes).width == found.width
    assert read_embedded_request(copy.bytes) == a_record()
    assert same_pixels(copy.bytes, source)


def test_a_phone_picture_keeps_its_second_picture() -> None:
    """A JPEG with a list of further pictures still finds them."""
    out = BytesIO()
    second = Image.new("RGB", (20, 10), "#c02010")
    Image.new("RGB", (20, 10), "#1020c0").save(out, "MPO", save_all=True, append_images=[second])
    copy = embed_request(Picture.from_bytes(out.getvalue(), "a.jpg"), a_record())
    image = Image.open(BytesIO(copy.bytes))
    image.seek(1)
    red, _, blue = image.convert("RGB").getpixel((5, 5))  # type: ignore[misc]

    assert red > 150 > 60 > blue
    assert read_embedded_request(copy.bytes) == a_record()


def test_a_packet_without_room_gets_a_neighbour(made: Make) -> None:
    """Where an existing packet fills its JPEG segment, it stays as it is and the record follows in another."""
    full = PACKET.replace(b"caf\xc3\xa9", b"x" * 65_000)
    source = made("JPEG", xmp=full)
    copy = embed_request(source, a_record())

    assert full in copy.bytes
    assert copy.bytes.index(full) < copy.bytes.index(b"orqui:record")
    assert read_embedded_request(copy.bytes) == a_record()
    assert same_pixels(source.bytes, copy.bytes)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_prefix_that_others_use(made: Make, kind: str) -> None:
    """A property of the same name, under our prefix for another namespace, is not taken for the record."""
    theirs = b'<a:b xmlns:a="c" xmlns:orqui="urn:theirs"><orqui:record>{}</orqui:record></a:b>'
    packet = PACKET.replace(b"/></rdf:RDF>", b"></rdf:Description>" + theirs + b"</rdf:RDF>")
    copy = embed_request(made(kind, xmp=packet), a_record())

    assert read_embedded_request(copy.bytes) == a_record()


@pytest.mark.parametrize("kind", ["WEBP", "JPEG"])
def test_a_packet_that_is_no_xml_of_ours_stays(made: Make, kind: str) -> None:
    """A packet in UTF-16 cannot take the record in; it stays, and the record is found beside it."""
    strange = PACKET.decode().encode("utf-16")
    copy = embed_request(made(kind, xmp=strange), a_record())

    assert strange in copy.bytes
    assert read_embedded_request(copy.bytes) == a_record()


@pytest.mark.parametrize("way", ["as read", "plain", "compressed"])
@pytest.mark.parametrize("size", [0, 5_000])
def test_a_png_saved_again_is_still_read(way: str, size: int) -> None:
    """A tool that carries text entries over may write them as another kind of text chunk."""
    sent = a_record({"note": noise(size), "quotes": "é\n<&>\0"})
    image = opened(embed_request(picture(), sent).bytes)
    entry = image.text["orq-ui"]  # type: ignore[attr-defined]
    notes, out = PngInfo(), BytesIO()
    notes.add_text("orq-ui", entry if way == "as read" else str(entry), zip=way == "compressed")
    image.save(out, "PNG", pnginfo=notes)

    assert read_embedded_request(out.getvalue()) == sent


@pytest.mark.parametrize("size", [0, 5_000])
@pytest.mark.parametrize("form", ["attribute", "element"])
def test_a_packet_written_anew_is_still_read(made: Make, size: int, form: str) -> None:
    """An XMP tool may choose another prefix, and an attribute for the element."""
    sent = a_record({"note": noise(size), "quotes": "\"'é<&>"})
    packet = opened(embed_request(picture("JPEG"), sent).bytes).info["xmp"]
    value = packet.split(b"<orqui:record>")[1].split(b"</orqui:record>")[0]
    namespace = b'xmlns:ns1="urn:orq-ui:tag:"'
    if form == "attribute":
        body = b"<rdf:Description " + namespace + b' ns1:record="' + value.replace(b'"', b"&quot;") + b'"/>'
    else:
        body = b"<rdf:Description " + namespace + b"><ns1:record>\n" + value + b"\n</ns1:record></rdf:Description>"
    source = made("JPEG", xmp=PACKET.replace(b"</rdf:RDF>", body + b"</rdf:RDF>"))

    assert read_embedded_request(source.bytes) == sent
    assert read_embedded_request(embed_request(source, a_record(index=9)).bytes) == a_record(index=9)


def test_unknown_keys_are_kept() -> None:
    """What a later minor version adds is there after reading and after writing again."""
    newer = a_record(seed=7, hints={"a": [1, None]}, version="text")
    again = read_embedded_request(embed_request(picture(), newer).bytes)

    assert again == newer
    assert again is not None
    assert again.model_extra == {"seed": 7, "hints": {"a": [1, None]}, "version": "text"}
    assert again.version == 1


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"note": noise(200_000)}, "too_large"),
        ({"note": "a" * 1_100_000}, "too_large"),
        ({"n": float("inf")}, "not_json"),
        ({"n": b"bytes"}, "not_json"),
        (json.loads('{"a":' * 120 + "1" + "}" * 120), "too_deep"),
    ],
)
@pytest.mark.parametrize("kind", FORMATS)
def test_what_cannot_be_embedded(kind: str, request_: dict[str, Any], reason: str) -> None:
    """A record over the limits is refused before a file is made."""
    with pytest.raises(InvalidInput) as caught:
        embed_request(picture(kind), a_record(request_))

    assert (caught.value.path, caught.value.reason) == ("request", reason)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_largest_record_fits(made: Make, kind: str) -> None:
    """A record just under the limit is carried by every format, beside another packet or alone."""
    sent = a_record({"note": noise(82_000)})
    for source in (made(kind), made(kind, xmp=PACKET) if kind != "PNG" else made(kind)):
        assert read_embedded_request(embed_request(source, sent).bytes) == sent
