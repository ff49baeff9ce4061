"""A request in a link: compressed, versioned, bounded. It holds no picture and no key."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput
from orq_ui.json_safety import nests_deeper

PARAMETER = "request"
VERSION = "1"
MAX_TOKEN_LENGTH = 6000
"""Characters of a token: proxies and chat programs cut longer addresses."""
MAX_BYTES = 200_000
"""A token unpacks to no more than this, whatever it claims."""
MAX_DEPTH = 60
MOST_LINKS = 50
"""Links that are looked at in one text."""
MOST_LINES = 200
"""Lines that a mail breaks one link into: the longest has 6,000 characters, and a quoted line 30 of them at least."""
_TOKEN = re.compile(rf"{VERSION}\.[A-Za-z0-9_-]+")
_WITH_PUNCTUATION = re.compile(r"([0-9]+\.[A-Za-z0-9_-]+)[^A-Za-z0-9_-]*")
"""A token, and what a sentence, a bracket or a mark-up language put behind it."""
_IN_ADDRESS = re.compile(
    # Also in an address that is itself a parameter of another one, or in quoted-printable, where = is =3D.
    rf"(?:[?&;]|%(?:25)*(?:3f|26)){PARAMETER}(?:=3D|=|%(?:25)*3D)\s{{0,3}}([0-9]{{1,9}}(?:\.[A-Za-z0-9_-]*)?)",
    re.IGNORECASE,
)
_LINE_BREAK = re.compile(r"[ \t]*\r?\n(?:[ \t]*>)*[ \t]*([A-Za-z0-9_-]+)")
"""What a mail puts within a long address, and how that goes on."""


def encode_token(request: ImageVariationRequest) -> str:
    """Encode the request as a token for a link; raises InvalidInput when it is too long for one."""
    body = {name: value for name, value in request.sent().items() if name != "image"}
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    token = f"{VERSION}.{packed}"
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvalidInput("link", f"the request takes {len(token):,} characters, and a link {MAX_TOKEN_LENGTH:,}")
    return token


def share_url(request: ImageVariationRequest, base_url: str) -> str:
    """Return the address that opens the playground with this request."""
    return f"{base_url.rstrip('/')}/?{PARAMETER}={encode_token(request)}"


def decode_token(token: str) -> ImageVariationRequest:
    """Decode the request of a token, whether or not the contract allows it; raises InvalidInput with the reason.

    Blanks in it, and punctuation behind it, are overlooked: they are of the text that the link stood in.
    """
    whole = _WITH_PUNCTUATION.fullmatch("".join(token.split()))
    token = whole[1] if whole else token
    version, _, packed = token.partition(".")
    if not packed or not version.isdecimal():
        raise InvalidInput("link", "it is not one of our links, or it was cut")
    if version != VERSION:
        raise InvalidInput("link", f"it is of version {version[:9]}, and this playground reads version {VERSION}")
    if len(token) > MAX_TOKEN_LENGTH or not _TOKEN.fullmatch(token):
        raise InvalidInput("link", "it is too long, or holds what no link holds")
    return ImageVariationRequest.as_is(_parse_body(_decompress(packed)))


def find_token(text: str) -> str | None:
    """Return the token of an address of ours that is the whole text, or None for any other text.

    Brackets, quotes and a name around the address count as part of it, and so do the line breaks that mails put into
    long lines.
    """
    text = _unbroken(text.strip())
    address = _IN_ADDRESS.search(text)
    if address is None:
        return None
    token, end = _whole_token(text, address)
    before, after = text[: address.start()].lstrip("> \t"), text[end:]
    attached = not re.search(r"\s", after) or not re.search(r"\w", after)
    return token if len(before.split()) <= 1 and "{" not in before and attached else None


def find_tokens(text: str) -> list[str]:
    """Return the token of each different address of ours in a text, whatever is around it; at most MOST_LINKS."""
    text = _unbroken(text)
    tokens: dict[str, None] = {}
    for address, _ in zip(_IN_ADDRESS.finditer(text), range(MOST_LINKS), strict=False):
        tokens[_whole_token(text, address)[0]] = None
    return list(tokens)


def _unbroken(text: str) -> str:
    """Return a mail's source with its lines as they were before quoted-printable broke them."""
    return re.sub(r"=\r?\n", "", text) if "=3D" in text else text


def _whole_token(text: str, address: re.Match[str]) -> tuple[str, int]:
    """Return a token and where it ends: with the lines that follow, if only with them it can be read."""
    token, end = address[1], address.end()
    for _ in range(MOST_LINES):
        if _is_whole(token):
            return token, end
        more = _LINE_BREAK.match(text, end)
        if more is None or len(token) > MAX_TOKEN_LENGTH:
            break
        token, end = token + more[1], more.end()
    # Signs of mark-up, such as the _ of italics, may be the token's own.
    bare = address[1].rstrip("_-")
    return (bare, address.start(1) + len(bare)) if _is_whole(bare) else (address[1], address.end())


def _is_whole(token: str) -> bool:
    try:
        decode_token(token)
    except InvalidInput:
        return False
    return True


def _decompress(packed: str) -> str:
    unzip = zlib.decompressobj()
    # A single sign of the last four says less than a byte.
    packed = packed[: -1 if len(packed) % 4 == 1 else None]
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        text = unzip.decompress(raw, MAX_BYTES)
        if unzip.unconsumed_tail or len(text) >= MAX_BYTES:
            raise InvalidInput("link", "it unpacks to more than a request")
        if not unzip.eof:
            raise InvalidInput("link", "it was cut: its end is missing. Copy the whole of it")
        return text.decode()
    except (binascii.Error, zlib.error, ValueError) as error:
        raise InvalidInput("link", "it is damaged") from error


def _parse_body(text: str) -> Mapping[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("link", "it is damaged") from error
    if not isinstance(body, dict) or nests_deeper(body, MAX_DEPTH):
        raise InvalidInput("link", "it holds no request")
    return body
