"""Pictures from strangers: a tag that is broken says so, and nothing else is ever raised."""

from __future__ import annotations

import base64
import json
import struct
import time
import zlib
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from orq_ui.errors import InvalidInput
from orq_ui.imaging import Picture, Tag, read_tag, tagged
from orq_ui.imaging.tagging import png, xmp
from tests.strategies import FORMATS, picture

RECORD = {
    "orq-ui": 1,
    "request": {"model": "a/b"},
    "run": "r",
    "source_sha256": None,
    "index": 0,
    "made_at": "2026-11-21T05:00:00Z",
    "origin": "emulated",
    "digest": "d",
}


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in RECORD.items() if key != name}).encode()


def having(**values: object) -> bytes:
    return json.dumps(RECORD | {name.replace("orq_ui", "orq-ui"): value for name, value in values.items()}).encode()


def packed(text: bytes) -> bytes:
    return zlib.compress(text, 9)


def in_png(content: bytes, kind: bytes = b"iTXt") -> bytes:
    source = picture().bytes
    chunk = kind + b"orq-ui\0" + content
    framed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return source[:33] + framed + source[33:]


def in_jpeg(value: bytes) -> bytes:
    out = BytesIO()
    packet = xmp.packet(b"MARK").replace(b"MARK", value)
    Image.new("RGB", (2, 2)).save(out, "JPEG", xmp=packet)
    return out.getvalue()


def in_webp(value: bytes) -> bytes:
    out = BytesIO()
    packet = xmp.packet(b"MARK").replace(b"MARK", value)
    Image.new("RGB", (2, 2)).save(out, "WEBP", xmp=packet)
    return out.getvalue()


TEXTS = [
    (b"", "tag_broken"),
    (b"{", "tag_broken"),
    (b"[]", "tag_broken"),
    (b"null", "tag_broken"),
    (b"\xff\xfe", "tag_broken"),
    (without("orq-ui"), "tag_broken"),
    (without("request"), "tag_broken"),
    (without("run"), "tag_broken"),
    (having(request=[]), "tag_broken"),
    (having(index=-1), "tag_broken"),
    (having(index="1"), "tag_broken"),
    (having(made_at="soon"), "tag_broken"),
    (having(run="\ud800"), "tag_broken"),
    (having(request={"n": float("nan")}), "tag_broken"),
    (having(request={"n": 1}).replace(b'"n": 1', b'"n": 1e999'), "tag_broken"),
    (having(request={"n": 1}).replace(b'"n": 1', b'"n": ' + b"9" * 5_000), "tag_broken"),
    (having(orq_ui=True), "tag_broken"),
    (having(orq_ui="1"), "tag_broken"),
    (having(orq_ui=2), "tag_version"),
    (having(orq_ui=0), "tag_version"),
    (b"[" * 200, "tag_too_deep"),
    (b"[" * 900_000, "tag_too_deep"),
    (having(request={"a": 1}).replace(b'"a": 1', b'"a": ' + b'{"b":' * 99 + b"1" + b"}" * 99), "tag_too_deep"),
    (b'"' + b"a" * 1_000_001, "tag_too_large"),
]


@pytest.mark.parametrize(("text", "reason"), TEXTS, ids=range(len(TEXTS)))
def test_bad_records_are_named(text: bytes, reason: str) -> None:
    """Each way in which a record can be wrong has its reason, plain or compressed, in each format."""
    deflated = b"deflate:" + base64.b64encode(packed(text))
    files = [in_png(text, b"tEXt"), in_png(b"\0" + packed(text), b"zTXt"), in_png(b"\0\0\0\0" + text)]
    files += [in_png(b"\1\0\0\0" + packed(text)), in_jpeg(deflated), in_webp(deflated)]
    for data in files:
        with pytest.raises(InvalidInput) as caught:
            read_tag(data)

        assert (caught.value.path, caught.value.reason) == ("image", reason)


@pytest.mark.parametrize(
    "data",
    [
        in_png(b""),
        in_png(b"\2\0\0\0" + having()),
        in_png(b"\1\0\0\0" + packed(having())[:-3]),
        in_png(b"\1\0\0\0 not zlib"),
        in_png(b"\0\0en"),
        in_png(having(), b"tEXt").replace(b'"index": 0', b'"index": 1'),
        in_jpeg(b"deflate:%%%"),
        in_jpeg(b"deflate:" + base64.b64encode(packed(having())[:-3])),
        in_webp(b"caf\xc3\xa9"),
    ],
    ids=range(9),
)
def test_bad_wrappings_are_broken(data: bytes) -> None:
    """A torn stream, a wrong checksum or flag, and what is not Base64 are a broken tag."""
    with pytest.raises(InvalidInput, match="tag_broken"):
        read_tag(data)


def test_a_bomb_is_not_unpacked() -> None:
    """A hundred megabytes in a hundred kilobytes are refused after the first megabyte."""
    squeezing = zlib.compressobj(9)
    bomb = b"".join(squeezing.compress(b" " * 10_000_000) for _ in range(10)) + squeezing.flush()
    started = time.thread_time()
    with pytest.raises(InvalidInput, match="tag_too_large"):
        read_tag(in_png(b"\1\0\0\0" + bomb))

    assert time.thread_time() - started < 1


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\xff\xd8\xff", b"GIF89a", b"{}"])
def test_stubs_have_no_tag(data: bytes) -> None:
    """What is no picture, or only the start of one, has no tag."""
    assert read_tag(data) is None


def test_mutated_files_raise_nothing_else() -> None:
    """Five thousand damaged files give a tag, none, or the one error, in bounded time."""
    rng = Random(7)  # noqa: S311 - a repeatable draw
    request = {"model": "a/b", "n": 2, "note": "x" * 2_000}
    sources = [
        tagged(picture(kind), Tag.model_validate(RECORD | {"request": body})).picture.bytes
        for kind in FORMATS
        for body in ({"model": "a/b"}, request)
    ]
    answers = {"tag": 0, "none": 0, "error": 0}
    paths = set()
    started = time.thread_time()
    for number in range(5_000):
        try:
            found = read_tag(mutated(rng, sources[number % len(sources)]))
            answers["none" if found is None else "tag"] += 1
        except InvalidInput as error:
            paths.add(error.path)
            answers["error"] += 1

    assert time.thread_time() - started < 20
    assert min(answers.values()) > 100
    assert paths == {"image"}


def mutated(rng: Random, source: bytes) -> bytes:
    data = bytearray(source)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) or 1)
        match rng.randrange(5):
            case 0:
                data[at : at + 1] = rng.randbytes(1)
            case 1:
                data[at : at + rng.randint(1, 9)] = b""
            case 2:
                data[at:at] = rng.randbytes(rng.randint(1, 9))
            case 3:
                data[at : at + 4] = rng.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"])
            case _:
                data = data[: max(1, at)] if rng.random() < 0.2 else data
    return bytes(data)


LONG = 3_000_000
DECLARED = b' xmlns:a="urn:orq-ui:tag:" '


@pytest.mark.parametrize(
    "packet",
    [
        b"<a:record " * (LONG // 10),
        b" a:record='" * (LONG // 11) + b'"',
        b' a:record="' + b" a:record='" * (LONG // 11),
        b"<a:record>" * (LONG // 10),
        b"xmlns:" + b"a" * LONG,
        b"xmlns:a" + b" " * LONG,
        b"</" + b"a" * LONG,
        b"".join(b' xmlns:p%d="urn:orq-ui:tag:"' % number for number in range(60_000)),
    ],
    ids=range(8),
)
def test_hostile_packets_take_linear_time(packet: bytes) -> None:
    """Three megabytes made to trap a pattern are read in a moment, and taken apart in one when tagged."""
    data = with_packet(DECLARED + packet)
    started = time.thread_time()
    with suppress(InvalidInput):
        read_tag(data)
    copy = tagged(Picture.from_bytes(data, "a.webp"), Tag.model_validate(RECORD)).picture

    assert time.thread_time() - started < 4
    assert copy.bytes != data


def with_packet(packet: bytes) -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "WEBP", xmp=packet)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        png.SIGNATURE + struct.pack(">I4sI", 0, b"abCd", 0) * 4_000_000,
        b"RIFF\xf0\xff\xff\x02WEBP" + b"abcd\0\0\0\0" * 6_000_000,
        b"\xff\xd8" + b"\xff\xe0\0\x02" * 12_000_000,
        b"\xff\xd8" + b"\xff" * 49_000_000,
    ],
    ids=["png", "webp", "jpeg", "fill"],
)
def test_files_of_nothing_but_headers(data: bytes) -> None:
    """Fifty megabytes of empty pieces are given up early."""
    started = time.thread_time()

    assert read_tag(data) is None
    assert time.thread_time() - started < 4


def test_more_than_a_picture_may_have() -> None:
    """Over the size limit nothing is read."""
    with pytest.raises(InvalidInput, match="too_many_bytes"):
        read_tag(bytes(50_000_000))
