"""A request in a link: compressed, versioned, bounded. It holds no picture and no key."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput

PARAMETER = "request"
VERSION = "1"
MAX_TOKEN_LENGTH = 6000
"""Characters of a token: proxies and chat programs cut longer addresses."""
MOST_BYTES = 200_000
"""A token unpacks to no more than this, whatever it claims."""
DEEPEST = 60
_TOKEN = re.compile(rf"{VERSION}\.[A-Za-z0-9_-]+")


def encode_token(request: ImageVariationRequest) -> str:
    """The request as a word for a link; raises InvalidInput when it is too long for one."""
    body = {name: value for name, value in request.sent().items() if name != "image"}
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    token = f"{VERSION}.{packed}"
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvalidInput("link", f"the request takes {len(token):,} characters, and a link {MAX_TOKEN_LENGTH:,}")
    return token


def share_url(request: ImageVariationRequest, base_url: str) -> str:
    """The address that opens the playground with this request."""
    return f"{base_url.rstrip('/')}/?{PARAMETER}={encode_token(request)}"


def decode_token(token: str) -> ImageVariationRequest:
    """The request that a token holds, whether or not the contract allows it; raises InvalidInput with the reason."""
    version, _, packed = token.partition(".")
    if not packed or not version.isdecimal():
        raise InvalidInput("link", "it is not one of our links, or it was cut")
    if version != VERSION:
        raise InvalidInput("link", f"it is of version {version[:9]}, and this playground reads version {VERSION}")
    if len(token) > MAX_TOKEN_LENGTH or not _TOKEN.fullmatch(token):
        raise InvalidInput("link", "it is too long, or holds what no link holds")
    return ImageVariationRequest.as_is(_body(_unpacked(packed)))


def find_token(text: str) -> str | None:
    """The token of an address of ours, or None for any other text."""
    address = text.strip()
    if len(address.split()) != 1:
        return None
    try:
        found = parse_qs(urlsplit(address).query).get(PARAMETER)
    except ValueError:
        return None
    return found[0] if found else None


def _unpacked(packed: str) -> str:
    unzip = zlib.decompressobj()
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        text = unzip.decompress(raw, MOST_BYTES)
        if unzip.unconsumed_tail or not unzip.eof:
            raise InvalidInput("link", "it was cut, or unpacks to more than a request")
        return text.decode()
    except (binascii.Error, zlib.error, ValueError) as broken:
        raise InvalidInput("link", "it is damaged") from broken


def _body(text: str) -> Mapping[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise InvalidInput("link", "it is damaged") from broken
    if not isinstance(body, dict) or _depth(body) > DEEPEST:
        raise InvalidInput("link", "it holds no request")
    return body


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            break
        inner = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [item for items in inner for item in items]
    return depth
