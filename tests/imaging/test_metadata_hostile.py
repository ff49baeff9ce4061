"""Pictures from strangers: a broken record says so, and nothing else is ever raised."""

from __future__ import annotations

import base64
import json
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from orq_ui.errors import InvalidInput
from orq_ui.imaging import EmbeddedRequest, Picture, embed_request, read_embedded_request
from orq_ui.imaging.metadata import xmp
from tests.complexity import LINEAR, growth
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
    packet = xmp.new_packet(b"MARK").replace(b"MARK", value)
    Image.new("RGB", (2, 2)).save(out, "JPEG", xmp=packet)
    return out.getvalue()


def in_webp(value: bytes) -> bytes:
    out = BytesIO()
    packet = xmp.new_packet(b"MARK").replace(b"MARK", value)
    Image.new("RGB", (2, 2)).save(out, "WEBP", xmp=packet)
    return out.getvalue()


TEXTS = [
    (b"", "metadata_broken"),
    (b"{", "metadata_broken"),
    (b"[]", "metadata_broken"),
    (b"null", "metadata_broken"),
    (b"\xff\xfe", "metadata_broken"),
    (without("orq-ui"), "metadata_broken"),
    (without("request"), "metadata_broken"),
    (without("run"), "metadata_broken"),
    (having(request=[]), "metadata_broken"),
    (having(index=-1), "metadata_broken"),
    (having(index="1"), "metadata_broken"),
    (having(made_at="soon"), "metadata_broken"),
    (having(run="\ud800"), "metadata_broken"),
    (having(request={"n": float("nan")}), "metadata_broken"),
    (having(request={"n": 1}).replace(b'"n": 1', b'"n": 1e999'), "metadata_broken"),
    (having(request={"n": 1}).replace(b'"n": 1', b'"n": ' + b"9" * 5_000), "metadata_broken"),
    (having(orq_ui=True), "metadata_broken"),
    (having(orq_ui="1"), "metadata_broken"),
    (having(orq_ui=2), "metadata_version"),
    (having(orq_ui=0), "metadata_version"),
    (b"[" * 200, "metadata_too_deep"),
    (b"[" * 900_000, "metadata_too_deep"),
    (having(request={"a": 1}).replace(b'"a": 1', b'"a": ' + b'{"b":' * 99 + b"1" + b"}" * 99), "metadata_too_deep"),
    (b'"' + b"a" * 1_000_001, "metadata_too_large"),
]


@pytest.mark.parametrize(("text", "reason"), TEXTS, ids=range(len(TEXTS)))
def test_bad_records_are_named(text: bytes, reason: str) -> None:
    """Each way in which a record can be wrong has its reason, plain or compressed, in each format."""
    deflated = b"deflate:" + base64.b64encode(packed(text))
    files = [in_png(text, b"tEXt"), in_png(b"\0" + packed(text), b"zTXt"), in_png(b"\0\0\0\0" + text)]
    files += [in_png(b"\1\0\0\0" + packed(text)), in_jpeg(deflated), in_webp(deflated)]
    for data in files:
        with pytest.raises(InvalidInput) as caught:
            read_embedded_request(data)

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
    """A torn stream, a wrong checksum or flag, and what is not Base64 are broken metadata."""
    with pytest.raises(InvalidInput, match="metadata_broken"):
        read_embedded_request(data)


def test_a_bomb_is_not_unpacked() -> None:
    """A hundred megabytes in a hundred kilobytes are refused after the first megabyte."""
    squeezing = zlib.compressobj(9)
    bomb = b"".join(squeezing.compress(b" " * 10_000_000) for _ in range(10)) + squeezing.flush()
    picture = in_png(b"\1\0\0\0" + bomb)
    tracemalloc.start()
    with pytest.raises(InvalidInput, match="metadata_too_large"):
        read_embedded_request(picture)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 4_000_000


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\xff\xd8\xff", b"GIF89a", b"{}"])
def test_stubs_have_no_request(data: bytes) -> None:
    """What is no picture, or only the start of one, has no request."""
    assert read_embedded_request(data) is None


def test_mutated_files_raise_nothing_else() -> None:
    """Five thousand damaged files give a record, none, or the one error."""
    rng = Random(7)  # noqa: S311 - a repeatable draw
    request = {"model": "a/b", "n": 2, "note": "x" * 2_000}
    sources = [
        embed_request(picture(kind), EmbeddedRequest.model_validate(RECORD | {"request": body})).bytes
        for kind in FORMATS
        for body in ({"model": "a/b"}, request)
    ]
    answers = {"record": 0, "none": 0, "error": 0}
    paths = set()
    for number in range(5_000):
        try:
            found = read_embedded_request(mutated(rng, sources[number % len(sources)]))
            answers["none" if found is None else "record"] += 1
        except InvalidInput as error:
            paths.add(error.path)
            answers["error"] += 1

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
PACKETS: tuple[Callable[[int], bytes], ...] = (
    lambda size: b"<a:record " * (size // 10),
    lambda size: b" a:record='" * (size // 11) + b'"',
    lambda size: b' a:record="' + b" a:record='" * (size // 11),
    lambda size: b"<a:record>" * (size // 10),
    lambda size: b"xmlns:" + b"a" * size,
    lambda size: b"xmlns:a" + b" " * size,
    lambda size: b"</" + b"a" * size,
    lambda size: b"".join(b' xmlns:p%d="urn:orq-ui:tag:"' % number for number in range(size // 50)),
)


@pytest.mark.parametrize("packet", PACKETS, ids=range(len(PACKETS)))
def test_hostile_packets_take_linear_time(packet: Callable[[int], bytes]) -> None:
    """Three megabytes made to trap a pattern are read, and edited when a request is embedded, like any other three."""

    def made(size: int) -> bytes:
        return with_packet(DECLARED + packet(size))

    def work(data: bytes) -> None:
        with suppress(InvalidInput):
            read_embedded_request(data)
        copy = embed_request(Picture.from_bytes(data, "a.webp"), EmbeddedRequest.model_validate(RECORD))
        assert copy.bytes != data

    assert growth(made, work, LONG) < LINEAR


def with_packet(packet: bytes) -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "WEBP", xmp=packet)
    return out.getvalue()


EMPTY: dict[str, Callable[[int], bytes]] = {
    "png": lambda size: b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sI", 0, b"abCd", 0) * (size // 12),
    "webp": lambda size: b"RIFF\xf0\xff\xff\x02WEBP" + b"abcd\0\0\0\0" * (size // 8),
    "jpeg": lambda size: b"\xff\xd8" + b"\xff\xe0\0\x02" * (size // 4),
    "fill": lambda size: b"\xff\xd8" + b"\xff" * size,
}


@pytest.mark.parametrize("data", EMPTY.values(), ids=EMPTY)
def test_files_of_nothing_but_headers(data: Callable[[int], bytes]) -> None:
    """Fifty megabytes of empty chunks have no request, and are not read again and again to find none."""

    def work(empty: bytes) -> None:
        assert read_embedded_request(empty) is None

    assert growth(data, work, 49_000_000) < LINEAR


def test_more_than_a_picture_may_have() -> None:
    """Over the size limit nothing is read."""
    with pytest.raises(InvalidInput, match="too_many_bytes"):
        read_embedded_request(bytes(50_000_000))
