"""Looks for a key in anything: in each spelling, and within zips, pictures, base64 and what is compressed."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from urllib.parse import quote, quote_plus

DEEPEST = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_PNG = b"\x89PNG\r\n\x1a\n"


def spellings(key: str) -> dict[str, bytes]:
    """Return the key as text, JSON, URL, HTML, hex, base64 at each offset, and UTF-16, by the name of the spelling."""
    plain = key.encode()
    found = {
        "plain": plain,
        "JSON": json.dumps(key)[1:-1].encode(),
        "JSON with escaped slashes": json.dumps(key)[1:-1].replace("/", "\\/").encode(),
        "URL": quote(key, safe="").encode(),
        "URL with slashes": quote(key).encode(),
        "form": quote_plus(key).encode(),
        "HTML": html.escape(key).encode(),
        "HTML without quotes": html.escape(key, quote=False).encode(),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "hex in pairs": plain.hex(" ").encode(),
        "UTF-16": key.encode("utf-16-le"),
    }
    for offset in range(3):
        # Without the signs at both ends, which depend on what is around it.
        whole = base64.b64encode(b"x" * offset + plain)[4 * (offset > 0) : -4]
        found[f"base64 at {offset}"] = whole
        found[f"URL-safe base64 at {offset}"] = whole.translate(bytes.maketrans(b"+/", b"-_"))
    return found


def find_key(key: str, name: str, content: bytes | str) -> list[str]:
    """Return every place of the key in a content, as ``name > member: spelling``."""
    wanted = spellings(key)
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return [
        f"{place}: {spelling}"
        for place, piece in _pieces(name, raw, 0)
        for spelling, form in wanted.items()
        if form in piece
    ]


def _pieces(name: str, raw: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    yield name, raw
    if depth == DEEPEST:
        return
    for inner_name, inner in _unpacked(raw):
        yield from _pieces(f"{name} > {inner_name}", inner, depth + 1)


def _unpacked(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a content holds in packed form."""
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            for member in archive.infolist():
                yield member.filename, archive.read(member)
        return
    if raw[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            yield "gzip", gzip.decompress(raw)
    if raw[:1] == b"\x78":
        with suppress(zlib.error):
            yield "zlib", zlib.decompress(raw)
    if raw[:8] == _PNG:
        yield from _chunks(raw)
        return
    if b"\\\\" in raw:
        yield "JSON within JSON", raw.replace(b"\\\\", b"\\")
    if b"&" in raw and (plain := html.unescape(raw.decode("utf-8", "replace")).encode("utf-8", "replace")) != raw:
        yield "HTML", plain
    for match in _BASE64.finditer(raw):
        text = match[0].rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        with suppress(ValueError):
            yield f"base64 at byte {match.start()}", base64.b64decode(text + b"=" * (-len(text) % 4))


def _chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the compressed texts and profiles of a PNG."""
    place = 8
    while place + 8 <= len(png):
        length, kind = int.from_bytes(png[place : place + 4], "big"), png[place + 4 : place + 8]
        data = png[place + 8 : place + 8 + length]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            start = data.find(b"\x78")
            while start >= 0:
                with suppress(zlib.error):
                    yield kind.decode(), zlib.decompress(data[start:])
                start = data.find(b"\x78", start + 1)
        place += 12 + length
