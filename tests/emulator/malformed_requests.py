"""Malformed and hostile requests, by family; none of them may be served."""

from __future__ import annotations

import json
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from tests.emulator.harness import picture_bytes

TYPE = "multipart/form-data; boundary=bound"
PNG = picture_bytes(16, 16)


class Malformed(NamedTuple):
    """One request: a name for the report, the body, and headers beside key and length."""

    name: str
    body: bytes
    headers: dict[str, str]


def part(name: str, content: bytes | str, *more: str, filename: str | None = None) -> bytes:
    """Return one part of a multipart body."""
    file = "" if filename is None else f'; filename="{filename}"'
    head = "".join(f"{line}\r\n" for line in (f'Content-Disposition: form-data; name="{name}"{file}', *more))
    text = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return b"--bound\r\n" + head.encode() + b"\r\n" + text + b"\r\n"


IMAGE = part("image", PNG, "Content-Type: image/png", filename="a.png")
MODEL = part("model", "a/b")
END = b"--bound--\r\n"
GOOD = MODEL + part("orq", '{"retry":{"count":2}}', "Content-Type: application/json") + IMAGE + END


def malformed(name: str, *parts: bytes, end: bytes = END, headers: Mapping[str, str] | None = None) -> Malformed:
    """Return a request of these parts."""
    return Malformed(name, b"".join(parts) + end, {"content-type": TYPE, **(headers or {})})


def truncated() -> Iterator[Malformed]:
    """Yield a sound body, cut after every byte but the last few, which a reader may forgive."""
    for length in range(len(GOOD) - 4):
        yield malformed(f"cut at {length}", GOOD[:length], end=b"")


def mutated(number: int) -> Iterator[Malformed]:
    """Yield a sound body with bytes changed, cut out, doubled, moved."""
    chance = random.Random(1)  # noqa: S311
    for place in range(number):
        body = bytearray(GOOD)
        for _ in range(chance.randint(1, 6)):
            at, length = chance.randrange(len(body) + 1), chance.randint(1, 40)
            pieces = (b"", chance.randbytes(length), bytes(body[at : at + length]) * 2, b"\r\n", b"--bound", b"\0")
            body[at : at + length] = chance.choice(pieces)
        yield malformed(f"mutation {place}", bytes(body), end=b"")


def noise(number: int) -> Iterator[Malformed]:
    """Yield what is no multipart at all, under any media type."""
    chance = random.Random(2)  # noqa: S311
    kinds = (TYPE, "multipart/form-data", "multipart/mixed; boundary=b", "application/json", "", "x" * 300, "; ; =")
    for place in range(number):
        kind = chance.choice(kinds)
        yield Malformed(f"noise {place} {kind[:30]}", chance.randbytes(chance.randint(0, 300)), {"content-type": kind})


PLACES = (
    *("model", "n", "size", "response_format", "user", "name", "retry", "fallbacks", "fallback_on_codes", "cache"),
    *("load_balancer", "timeout", "orq", "retry.count", "retry.on_codes", "fallbacks.0", "fallbacks.0.model"),
    *("cache.type", "cache.ttl", "load_balancer.type", "load_balancer.models", "load_balancer.models.0.model"),
    *("load_balancer.models.0.weight", "timeout.call_timeout", "orq.prompt", "orq.prompt.id", "orq.prompt.version"),
    *("orq.identity", "orq.identity.id", "orq.identity.email", "orq.identity.metadata", "orq.identity.metadata.0"),
    *("orq.identity.tags", "orq.contact.logo_url", "orq.retry.count", "orq.retry.on_codes.0", "orq.cache.ttl"),
    *("orq.fallback_on_codes", "orq.load_balancer.models.0.weight", "orq.timeout.call_timeout", "orq.fallbacks"),
)
WRONG = (
    *("null", "true", "-1", "0", "1e400", "NaN", "-Infinity", "1" * 400, "99999999", '""', '"\\ud800"', '"x"', "[]"),
    *("[[]]", "{}", '{"a":{"a":1}}', "[null]", '"' + "9" * 5_000 + '"', "[" * 200 + "]" * 200, "{", "\x00", "0x10"),
    *('{"__proto__":{}}', '["429","x"]', "[1e400]", "[600]", "2.5"),
)


def wrong_types() -> Iterator[Malformed]:
    """Yield a wrong value at every place, as typed JSON, as plain text and in brackets."""
    for place in PLACES:
        name, *steps = place.split(".")
        brackets = name + "".join("[]" if step == "0" else f"[{step}]" for step in steps)
        model = b"" if name == "model" else MODEL
        for value in WRONG:
            whole = part(name, _wrapped(steps, value), "Content-Type: application/json")
            title = f"{place}={value[:20]}"
            yield malformed(title, model, whole, IMAGE)
            yield malformed(f"{title} as text", model, part(name, _wrapped(steps, value)), IMAGE)
            yield malformed(f"{title} in brackets", model, part(brackets, value), IMAGE)


def _wrapped(steps: list[str], value: str) -> str:
    for step in reversed(steps):
        value = f"[{value}]" if step == "0" else f"{{{json.dumps(step)}:{value}}}"
    return value


def by_hand() -> Iterator[Malformed]:
    """Yield what an attacker would think of."""
    yield Malformed("no boundary", GOOD, {"content-type": "multipart/form-data"})
    yield Malformed("another boundary", GOOD, {"content-type": "multipart/form-data; boundary=other"})
    yield Malformed("a huge boundary", GOOD, {"content-type": "multipart/form-data; boundary=" + "b" * 5_000})
    yield malformed("10,000 parts", *[part(f"f{place}", "x") for place in range(10_000)], MODEL, IMAGE)
    yield malformed("10,000 files", *[part("x", "x", filename="x") for _ in range(10_000)], MODEL, IMAGE)
    yield malformed("10,000 brackets", *[part("orq[retry][on_codes][]", "429") for _ in range(10_000)], MODEL, IMAGE)
    for name, content in (("model", "a/b"), ("n", "1"), ("orq", "{}"), ("size", "256x256"), ("retry", "{}")):
        yield malformed(f"{name} twice", MODEL, IMAGE, part(name, content), part(name, content))
    yield malformed("image twice", MODEL, IMAGE, IMAGE)
    for size in (70_000, 200_000, 400_000):
        yield malformed(f"a header of {size}", MODEL, IMAGE, headers={"x-huge": "h" * size})
        yield malformed(f"a part header of {size}", MODEL, IMAGE, part("user", "x", "X-Huge: " + "h" * size))
        yield malformed(f"a part name of {size}", MODEL, IMAGE, part("n" * size, "x"))
    for depth in (65, 1_000, 100_000):
        for opening in ("[", '{"a":'):
            yield malformed(f"{depth} levels of {opening}", MODEL, IMAGE, part("orq", opening * depth))
        yield malformed(f"{depth} levels of brackets", MODEL, IMAGE, part("orq" + "[a]" * depth, "x"))
        scenario = "[" * min(depth, 20_000)
        yield malformed(f"a scenario of {depth} levels", MODEL, IMAGE, headers={"x-emulator-scenario": scenario})
    for text in ("nobody", "", "{}}", '{"default":{"latency_ms":NaN}}', '{"models":{"a/b":{"script":["no"]}}}'):
        yield malformed(f"scenario {text}", GOOD, end=b"", headers={"x-emulator-scenario": text})
    yield malformed(
        "codes of a hundred thousand", MODEL, IMAGE, part("retry", json.dumps({"on_codes": [429] * 100_000}))
    )
    yield malformed(
        "fallbacks of ten thousand", MODEL, IMAGE, part("fallbacks", json.dumps([{"model": "a/b"}] * 10_000))
    )
    yield malformed("tags of a hundred thousand", MODEL, IMAGE, part("orq", json.dumps(_tags(100_000))))
    for name, image in pictures().items():
        yield malformed(name, MODEL, part("image", image, "Content-Type: image/png", filename="a.png"))


def _tags(number: int) -> dict[str, Any]:
    return {"identity": {"id": "i", "tags": [""] * number}}


def pictures() -> dict[str, bytes]:
    """Return things that claim to be a picture."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.png", bytes(3_000_000))
    return {
        "a zip": out.getvalue(),
        "a zip behind a PNG's first bytes": PNG[:8] + out.getvalue(),
        "a script": b"<script>alert(1)</script>",
        "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "a bomb of 2.5 gigapixels": _png(50_000, 50_000),
        "a bomb of 9 gigapixels of grey": _png(95_000, 95_000, colour=0),
        "a PNG without pixels": _png(0, 0),
        "a PNG of negative size": _png(2**32 - 1, 1),
        "a bomb in a text chunk": _png(4_000, 4_000, chunk=_text_bomb()),
        "half a picture": PNG[: len(PNG) // 2],
        "nothing": b"",
    }


def _png(width: int, height: int, colour: int = 2, chunk: bytes = b"") -> bytes:
    """Return a PNG that announces a size and holds a few bytes of it."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk + _chunk(b"IDAT", zlib.compress(bytes(100_000))) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _text_bomb() -> bytes:
    return _chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(80_000_000), 9))
