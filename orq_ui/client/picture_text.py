"""Bytes from the text of a picture: base64 as the contract has it, and the ways in which gateways bend it."""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

ODDITIES = ("data_prefix", "percent_encoded", "line_breaks", "url_safe", "wrong_padding", "encoded_twice", "no_marker")
_DATA_URI = re.compile(
    r"""\s*data:(?P<type>[^,;]{0,200})(?P<params>(?:;(?:"[^"]{0,200}"|[^,;"]){0,200}){0,10}),""", re.I
)
_FOREIGN = re.compile(r"[^A-Za-z0-9+/]")
_URL_SAFE = str.maketrans("-_", "+/")
# What a PNG, JPEG, WebP or a data: URI begins with once it is base64 itself.
_TWICE = (b"iVBORw0KGgo", b"/9j/", b"UklGR", b"data:image/")


class BrokenText(ValueError):
    """A text that is no picture; ``detail`` says where."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Decoded(NamedTuple):
    """The bytes, the media type that a data: URI declares, and the oddities, each once."""

    data: bytes
    declared: str | None
    oddities: tuple[str, ...]


def decode_base64(text: str) -> Decoded:
    """Decode base64. Raises BrokenText with the place of the first character that is none."""
    data, oddities = _decode(text)
    if data.startswith(_TWICE):
        inner = data.decode("ascii", "replace")
        again = decode_data_uri(inner).data if inner.startswith("data:") else _decode(inner)[0]
        return Decoded(again, None, (*oddities, "encoded_twice"))
    return Decoded(data, None, oddities)


def decode_data_uri(uri: str) -> Decoded:
    """Decode a ``data:`` URI, base64 or percent-encoded (RFC 2397). Raises BrokenText."""
    head = _DATA_URI.match(uri)
    if head is None:
        raise BrokenText("no comma after its type")
    payload, declared = uri[head.end() :], head["type"].strip()
    if "base64" in [param.strip().lower() for param in head["params"].split(";")]:
        data, oddities = _decode(payload)
        return Decoded(data, declared, oddities)
    data = unquote_to_bytes(payload)
    if data.startswith(_TWICE):
        data, oddities = _decode(payload)
        return Decoded(data, declared, (*oddities, "no_marker"))
    return Decoded(data, declared, ())


def _decode(text: str) -> tuple[bytes, tuple[str, ...]]:
    try:
        return base64.b64decode(text, validate=True), ()
    except (binascii.Error, ValueError):
        # Bent or broken: what costs time is only done for those.
        return _decode_bent(text)


def _decode_bent(text: str) -> tuple[bytes, tuple[str, ...]]:
    oddities: list[str] = []

    def changed(name: str, new: str) -> str:
        if new != text:
            oddities.append(name)
        return new

    if "%" in text and re.search("%(?:2[BbFf]|3[Dd]|0[AaDd]|20)", text):
        text = changed("percent_encoded", unquote_to_bytes(text).decode("latin-1"))
    text = changed("line_breaks", "".join(text.replace("\\r", "").replace("\\n", "").split()))
    if "-" in text or "_" in text:
        text = changed("url_safe", text.translate(_URL_SAFE))
    bare = text.rstrip("=")
    if foreign := _FOREIGN.search(bare):
        raise BrokenText(f"character {foreign.start() + 1:,} of {len(text):,} is {foreign[0]!r}")
    if len(bare) % 4 == 1:
        raise BrokenText(f"it ends in the middle of a byte, after {len(bare):,} characters")
    text = changed("wrong_padding", bare + "=" * (-len(bare) % 4))
    return base64.b64decode(text), tuple(oddities)
