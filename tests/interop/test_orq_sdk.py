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
from orq_ui.snippets.client_defaults import additions_note
from orq_ui.wire import Connection, Wire, encode
from tests.interop.capture import Capture, ReceivedPart, parts_of, running_capture
from tests.snippets.expected_parts import named_additions, with_additions
from tests.strategies import bodies, pictures

KEY = "sk-interop-0123456789"
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
    """Part by part we send what the SDK sends, apart from the defaults that our code names for it."""
    request = ImageVariationRequest.model_validate(body)
    wire = encode(request, picture, Connection(both.server.url, SecretStr(KEY)))
    their_line, their_headers, theirs = both.sdk_sends(body, wire)
    our_line, our_headers, ours = both.we_send(wire)

    assert our_line == their_line
    assert our_headers["authorization"] == their_headers["authorization"]
    assert our_headers["accept"] == their_headers["accept"]
    assert _with_additions(ours, body) == theirs


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


def _with_additions(ours: Parts, body: dict[str, Any]) -> Parts:
    """Return our parts with what our code's comment says that the vendor's client adds to this call."""
    comment = "".join(f"# {line}" for line in additions_note(body, orq_python.DEFAULTS))
    values = {name: value for name, [(_, _, value), *_] in ours.items()}
    for name, value in with_additions(values, named_additions(comment)).items():
        [(filename, content_type, _), *more] = ours.get(name, [(None, None, None)])
        content = value.encode() if isinstance(value, str) else value
        ours = ours | {name: [(filename, content_type, content), *more]}
    return ours
