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
from orq_ui.json_safety import nests_deeper

PARAMETER = "request"
VERSION = "1"
MAX_TOKEN_LENGTH = 6000
"""Characters of a token: proxies and chat programs cut longer addresses."""
MAX_BYTES = 200_000
"""A token unpacks to no more than this, whatever it claims."""
MAX_DEPTH = 60
_TOKEN = re.compile(rf"{VERSION}\.[A-Za-z0-9_-]+")


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
    """Decode the request of a token, whether or not the contract allows it; raises InvalidInput with the reason."""
    version, _, packed = token.partition(".")
    if not packed or not version.isdecimal():
        raise InvalidInput("link", "it is not one of our links, or it was cut")
    if version != VERSION:
        raise InvalidInput("link", f"it is of version {version[:9]}, and this playground reads version {VERSION}")
    if len(token) > MAX_TOKEN_LENGTH or not _TOKEN.fullmatch(token):
        raise InvalidInput("link", "it is too long, or holds what no link holds")
    return ImageVariationRequest.as_is(_parse_body(_decompress(packed)))


def find_token(text: str) -> str | None:
    """Return the token of an address of ours, or None for any other text."""
    address = text.strip()
    if len(address.split()) != 1:
        return None
    try:
        found = parse_qs(urlsplit(address).query).get(PARAMETER)
    except ValueError:
        return None
    return found[0] if found else None


def _decompress(packed: str) -> str:
    unzip = zlib.decompressobj()
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        text = unzip.decompress(raw, MAX_BYTES)
        if unzip.unconsumed_tail or not unzip.eof:
            raise InvalidInput("link", "it was cut, or unpacks to more than a request")
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
