"""The one encoder: a request, a picture and a connection become exactly what is sent.

Preview, sender, code, history and diff all take the :class:`Wire` made here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from orq_ui import __version__
from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import EXTENSIONS, Picture
from orq_ui.json_safety import encode_utf8, escape_surrogates
from orq_ui.redaction import BEARER_MASK
from orq_ui.settings import LIVE_TIMEOUT_S

PATH = "/v2/router/images/variations"


@dataclass(frozen=True)
class Connection:
    """Where requests go: ``base_url`` is an origin without a trailing slash, ``timeout_s`` our own limit.

    ``headers`` go along with every request, such as the emulator's scenario.
    """

    base_url: str
    api_key: SecretStr | None = None
    timeout_s: float = LIVE_TIMEOUT_S
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of the multipart body. Without ``filename`` it is a field, with one it is a file."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes = field(repr=False)

    @property
    def text(self) -> str | None:
        """The content as text, or None for a file."""
        return None if self.filename is not None else self.content.decode()


@dataclass(frozen=True)
class Wire:
    """A request with everything decided but the multipart boundary, which the HTTP library draws.

    ``body`` is the JSON that the parts were made from; it is empty in a wire that was put together from kept parts.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False, hash=False)
    parts: tuple[Part, ...]
    timeout_s: float = LIVE_TIMEOUT_S
    body: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def redacted(self) -> Wire:
        """Return the same request with the key masked: for screens, logs and files."""
        shown = {name: BEARER_MASK if name == "Authorization" else value for name, value in self.headers.items()}
        return replace(self, headers=MappingProxyType(shown))

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over method, path and parts: equal for equal requests, whatever the key or the host."""
        sha = hashlib.sha256()
        for piece in self._digested():
            sha.update(len(piece).to_bytes(8, "big"))
            sha.update(piece)
        return sha.hexdigest()

    def _digested(self) -> Iterator[bytes]:
        yield self.method.encode()
        yield urlsplit(self.url).path.encode()
        for part in self.parts:
            for text in (part.name, part.filename, part.content_type):
                # The sign in front keeps None apart from every text.
                yield b"-" if text is None else b"+" + text.encode("utf-8", "surrogatepass")
            yield part.content


def encode(request: ImageVariationRequest, picture: Picture | None, connection: Connection) -> Wire:
    """Turn a request into its multipart form. Unset fields and nulls make no part: form data has no null."""
    # The `image` of a body only describes the picture; its bytes are the part.
    body = request.sent()
    parts = [part for name, value in body.items() if name != "image" for part in _field_parts(name, value)]
    if picture is not None:
        parts.insert(0, Part("image", safe_filename(picture), picture.media_type, picture.bytes))
    return Wire(
        method="POST",
        url=connection.base_url.rstrip("/") + PATH,
        headers=headers_for(connection),
        parts=tuple(parts),
        timeout_s=connection.timeout_s,
        body=body,
    )


def headers_for(connection: Connection) -> Mapping[str, str]:
    """Return the headers of every request of a connection; the space around a pasted key is not part of it."""
    headers = {"Accept": "application/json", "User-Agent": f"orq-ui/{__version__}"}
    key = connection.api_key.get_secret_value().strip() if connection.api_key is not None else ""
    if key:
        headers["Authorization"] = f"Bearer {key}"
    headers |= dict(connection.headers)
    return MappingProxyType(headers)


def safe_filename(picture: Picture) -> str:
    """Return the picture's name without path, quotes or controls, its extension that of its content."""
    stem = re.split(r"[/\\]", picture.name)[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    stem = re.sub(r"[^\w\-. ()]", "_", stem).strip(" .")[:100]
    return f"{stem or 'picture'}.{EXTENSIONS[picture.media_type]}"


def _field_parts(name: str, value: object) -> Iterator[Part]:
    if value is None:
        return
    if name == "fallback_on_codes" and isinstance(value, list) and not any(isinstance(v, dict | list) for v in value):
        # The one list that the vendor's Python client sends as repeated fields.
        for code in value:
            yield Part(f"{name}[]", None, None, encode_utf8(_text(code)))
        return
    # An unknown key's name may be as broken as any text.
    sendable = escape_surrogates(name)
    if isinstance(value, dict | list):
        yield Part(sendable, None, "application/json", encode_utf8(_json(value)))
    else:
        yield Part(sendable, None, None, encode_utf8(_text(value)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
