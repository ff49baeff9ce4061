"""For the same request the vendor's own client sends the same parts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from orq_ai_sdk import Orq
from orq_ai_sdk.models import CreateImageVariationImage
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.client import Gateway, create_http_client
from orq_ui.imaging import Picture
from orq_ui.snippets import orq_python
from orq_ui.wire import Connection, Wire, encode
from tests.interop.capture import Capture, ReceivedPart, parts_of, running_capture
from tests.strategies import bodies, pictures

KEY = "sk-interop-0123456789"
SDK_FILLS_IN = {"n": 1.0, "response_format": "url", "size": "1024x1024"}
"""Parts that the SDK sends though nobody asked for them."""
SDK_FILLS_INTO = {
    ("retry",): {"count": 3.0},
    ("cache",): {"ttl": 3600.0},
    ("load_balancer", "models", "*"): {"weight": 0.5},
}
"""Members that the SDK adds to objects that are there, at top level and in ``orq``."""
NUMBERS = {field.name for field in fields_of(ImageVariationRequest) if field.is_number}
MISSING = frozenset(
    ".".join(field.path)
    for top in fields_of(ImageVariationRequest)
    for field in top.walk()
    if field.name in orq_python.MISSING
)

Parts = dict[str, list[tuple[bytes | None, bytes | None, Any]]]


@dataclass
class BothClients:
    """Our client and the vendor's, pointed at one server."""

    server: Capture
    sdk: Orq
    gateway: Gateway
    loop: asyncio.Runner

    def sdk_sends(self, body: dict[str, Any], wire: Wire) -> tuple[str, dict[str, str], Parts]:
        self.sdk.router.images.variations.create(**body, image=_sdk_image(wire))
        return self._arrived()

    def we_send(self, wire: Wire) -> tuple[str, dict[str, str], Parts]:
        self.loop.run(self.gateway.send(wire))
        return self._arrived()

    def _arrived(self) -> tuple[str, dict[str, str], Parts]:
        line, headers, body = self.server.take()
        return line, headers, _by_name(parts_of(headers, body))


@pytest.fixture(scope="module")
def both() -> Iterator[BothClients]:
    with running_capture() as server, httpx.Client() as http, asyncio.Runner() as loop:
        client = create_http_client()
        yield BothClients(server, Orq(api_key=KEY, server_url=server.url, client=http), Gateway(client), loop)
        loop.run(client.aclose())


# The SDK warns at every `contact`, which is deprecated but still a field.
@pytest.mark.filterwarnings(r"ignore:warning. \*\* DEPRECATED:DeprecationWarning")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies(without=MISSING), pictures())
def test_same_parts(both: BothClients, body: dict[str, Any], picture: Picture) -> None:
    """Part by part we send what the SDK sends, apart from the defaults that it fills in."""
    request = ImageVariationRequest.model_validate(body)
    wire = encode(request, picture, Connection(both.server.url, SecretStr(KEY)))
    their_line, their_headers, theirs = both.sdk_sends(body, wire)
    our_line, our_headers, ours = both.we_send(wire)

    assert our_line == their_line
    assert our_headers["authorization"] == their_headers["authorization"]
    assert our_headers["accept"] == their_headers["accept"]
    assert _filled_in(ours, body) == theirs


def _sdk_image(wire: Wire) -> CreateImageVariationImage:
    image = wire.parts[0]
    return CreateImageVariationImage.model_validate(
        {"file_name": image.filename, "content": image.content, "content_type": image.content_type}
    )


def _by_name(parts: list[ReceivedPart]) -> Parts:
    """Return parts by name, numbers and JSON as values: the SDK writes 2 as 2.0 and sends plain parts first."""
    found: Parts = {}
    for part in parts:
        found.setdefault(part.name, []).append((part.filename, part.content_type, _value(part)))
    return found


def _value(part: ReceivedPart) -> Any:
    if part.content_type == b"application/json":
        return json.loads(part.content)
    return float(part.content) if part.name in NUMBERS else part.content


def _filled_in(ours: Parts, body: dict[str, Any]) -> Parts:
    filled = dict(ours)
    for name, default in SDK_FILLS_IN.items():
        if name not in body:
            filled[name] = [(None, None, default.encode() if isinstance(default, str) else default)]
    for name in ("retry", "cache", "load_balancer"):
        for _, _, value in filled.get(name, []):
            _fill({name: value})
    for _, _, value in filled.get("orq", []):
        _fill(value)
    return filled


def _fill(options: dict[str, Any]) -> None:
    for path, defaults in SDK_FILLS_INTO.items():
        for target in _at(options, path):
            for name, default in defaults.items():
                target.setdefault(name, default)


def _at(value: Any, path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if not path:
        yield value
    elif path[0] == "*":
        for item in value:
            yield from _at(item, path[1:])
    elif path[0] in value:
        yield from _at(value[path[0]], path[1:])
