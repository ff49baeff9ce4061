"""The digest and the redacted twin of a wire."""

from __future__ import annotations

from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import Picture
from orq_ui.redaction import BEARER_MASK
from orq_ui.wire import Connection, Part, Wire, encode
from tests.strategies import pictures, requests

KEYS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=16, max_size=60)
HOSTS = st.sampled_from(["https://my.orq.ai", "https://api.orq.ai/", "http://127.0.0.1:4010", "http://[::1]:80"])
TEXTS = st.text(max_size=5)
PARTS = st.builds(Part, TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.binary(max_size=5))


@given(requests(unknown=True), pictures(), HOSTS, HOSTS, KEYS, st.none() | KEYS)
def test_digest_is_of_the_request(
    request: ImageVariationRequest, picture: Picture, here: str, there: str, key: str, other: str | None
) -> None:
    """The digest is the same for any host, key and patience."""
    first = encode(request, picture, Connection(here, SecretStr(key), 1))
    second = encode(request, picture, Connection(there, SecretStr(other) if other else None, 2))

    assert first.digest == second.digest
    assert len(first.digest) == 64


@given(st.lists(PARTS, max_size=3), st.lists(PARTS, max_size=3))
def test_digest_tells_parts_apart(some: list[Part], others: list[Part]) -> None:
    """Different parts have different digests, however their pieces could be cut."""
    assume(some != others)

    assert _wire(some).digest != _wire(others).digest


@pytest.mark.parametrize(
    "change",
    [{"name": "b"}, {"filename": None}, {"filename": ""}, {"filename": "\0"}, {"filename": "-"}, {"content_type": None},
     {"content_type": ""}, {"content": b""}, {"content": b"cc"}, {"name": "\ud800"}, {"name": "\\ud800"}],
)  # fmt: skip
def test_digest_of_each_piece(change: dict[str, Any]) -> None:
    """Each piece of a part counts, and none is not the same as empty."""
    part = Part("a", "f", "t", b"c")

    assert _wire([part]).digest != _wire([replace(part, **change)]).digest
    assert _wire([part]).digest != _wire([part, part]).digest


@pytest.mark.parametrize("change", [{"method": "PUT"}, {"url": "https://my.orq.ai/v3"}])
def test_digest_of_method_and_path(change: dict[str, Any]) -> None:
    """Method and path count too."""
    assert _wire([]).digest != replace(_wire([]), **change).digest


@given(requests(unknown=True), pictures(), HOSTS, KEYS)
def test_no_key_shows(request: ImageVariationRequest, picture: Picture, host: str, key: str) -> None:
    """Nothing printed shows the key, and the redacted twin has it in no attribute."""
    connection = Connection(host, SecretStr(key))
    wire = encode(request, picture, connection)
    twin = wire.redacted()
    held = [repr(getattr(twin, item.name)) for item in fields(twin)]

    assert wire.headers["Authorization"] == f"Bearer {key}"
    assert twin.headers["Authorization"] == BEARER_MASK
    assert (twin.parts, twin.url, twin.digest) == (wire.parts, wire.url, wire.digest)
    for shown in (repr(connection), repr(wire), str(wire), repr(twin), repr(dict(twin.headers)), *held):
        assert key not in shown


def test_read_only() -> None:
    """A wire cannot be changed once it is made."""
    wire = encode(ImageVariationRequest.model_validate({"model": "m"}), None, Connection("https://my.orq.ai"))

    with pytest.raises(TypeError):
        wire.headers["Authorization"] = "x"  # type: ignore[index]


def _wire(parts: list[Part]) -> Wire:
    return Wire("POST", "https://my.orq.ai/v2", MappingProxyType({}), tuple(parts))
