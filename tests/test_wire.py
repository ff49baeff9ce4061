"""The one encoder, and the digest and the redacted copy of a wire."""

from __future__ import annotations

import json
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
from orq_ui.wire import PATH, Connection, Part, Wire, encode, safe_filename
from tests.strategies import picture, pictures, requests

HERE = Connection("https://my.orq.ai", SecretStr("sk-here"))
KEYS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=16, max_size=60)
HOSTS = st.sampled_from(["https://my.orq.ai", "https://api.orq.ai/", "http://127.0.0.1:4010", "http://[::1]:80"])
TEXTS = st.text(max_size=5)
PARTS = st.builds(Part, TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.binary(max_size=5))


def parts(body: dict[str, Any]) -> tuple[Part, ...]:
    return encode(ImageVariationRequest.as_is(body), None, HERE).parts


def field(name: str, text: str) -> Part:
    return Part(name, None, None, text.encode())


def test_required_only() -> None:
    """An untouched form sends the picture and the model, nothing else."""
    wire = encode(ImageVariationRequest.model_validate({"model": "openai/dall-e-2"}), picture(), HERE)

    assert [part.name for part in wire.parts] == ["image", "model"]
    assert wire.parts[0] == Part("image", "cat.png", "image/png", picture().bytes)
    assert wire.parts[1] == field("model", "openai/dall-e-2")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"n": 2}, (field("n", "2"),)),
        ({"n": None}, ()),
        ({"user": ""}, (field("user", ""),)),
        ({"user": 'a "b"\r\nc: d 😀'}, (field("user", 'a "b"\r\nc: d 😀'),)),
        ({"odd": True}, (field("odd", "true"),)),
        ({"odd": 1.5}, (field("odd", "1.5"),)),
        ({"odd": None}, ()),
        ({"odd": [1, "é"]}, (Part("odd", None, "application/json", '[1,"é"]'.encode()),)),
        ({"retry": {"count": 2}}, (Part("retry", None, "application/json", b'{"count":2}'),)),
        ({"fallbacks": []}, (Part("fallbacks", None, "application/json", b"[]"),)),
        ({"fallback_on_codes": [429, 500]}, (field("fallback_on_codes[]", "429"), field("fallback_on_codes[]", "500"))),
        ({"fallback_on_codes": []}, ()),
        ({"fallback_on_codes": [{}]}, (Part("fallback_on_codes", None, "application/json", b"[{}]"),)),
        ({"orq": {"cache": {"ttl": 1}}}, (Part("orq", None, "application/json", b'{"cache":{"ttl":1}}'),)),
        ({"image": "cat.png, 2 kB"}, ()),
        ({"user": "\ud800"}, (field("user", "\\ud800"),)),
        ({"\udfff": 1}, (field("\\udfff", "1"),)),
        ({"orq": {"name": "\ud800"}}, (Part("orq", None, "application/json", b'{"name":"\\ud800"}'),)),
    ],
)  # fmt: skip
def test_parts(body: dict[str, Any], expected: tuple[Part, ...]) -> None:
    """Texts and numbers are plain fields, objects and lists are JSON, codes repeat, nulls make no part."""
    assert parts(body) == expected


@given(requests(unknown=True))
def test_nothing_lost(request: ImageVariationRequest) -> None:
    """Every key that is set and not null has its part, with the value that it had."""
    sent = {name: value for name, value in request.sent().items() if value not in (None, [])}
    found: dict[str, Any] = {}
    for part in encode(request, None, HERE).parts:
        text = part.text or ""
        if part.name == "fallback_on_codes[]":
            found.setdefault("fallback_on_codes", []).append(int(text))
        elif part.content_type or not isinstance(sent[part.name], str):
            found[part.name] = json.loads(text)
        else:
            found[part.name] = text

    assert {name: value for name, value in found.items() if value != []} == sent


@given(requests(unknown=True), pictures())
def test_deterministic(request: ImageVariationRequest, picture: Picture) -> None:
    """The same request, picture and connection give an equal wire each time."""
    first, second = encode(request, picture, HERE), encode(request, picture, HERE)

    assert first == second
    assert hash(first) == hash(second)
    assert first.digest == second.digest


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://my.orq.ai", "https://my.orq.ai" + PATH),
        ("https://my.orq.ai/", "https://my.orq.ai" + PATH),
        ("https://gateway.example/orq//", "https://gateway.example/orq" + PATH),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010" + PATH),
    ],
)
def test_url(base_url: str, url: str) -> None:
    """A base URL may end in a slash and may have a path."""
    request = ImageVariationRequest.model_validate({"model": "m"})

    assert encode(request, None, Connection(base_url)).url == url


@pytest.mark.parametrize(
    ("key", "header"),
    [("sk-a", "Bearer sk-a"), (" sk-a\n", "Bearer sk-a"), ("", None), (" \n", None), (None, None)],
)
def test_key(key: str | None, header: str | None) -> None:
    """The key goes into one header, without the space around it; without a key there is no header."""
    request = ImageVariationRequest.model_validate({"model": "m"})
    wire = encode(request, None, Connection("https://my.orq.ai", None if key is None else SecretStr(key)))

    assert wire.headers.get("Authorization") == header


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cat.png", "cat.png"),
        ("cat.jpeg", "cat.png"),
        ("C:\\Users\\me\\cat.png", "cat.png"),
        ("../../etc/passwd", "passwd.png"),
        ('a"; filename="b.exe', "a__ filename__b.png"),
        ("a\r\nb: c.png", "a__b_ c.png"),
        ("\ud800.png", "_.png"),
        ("кот 猫.webp", "кот 猫.png"),
        ("", "picture.png"),
        ("...", "picture.png"),
        (".png", "picture.png"),
        ("a" * 5000, "a" * 100 + ".png"),
    ],
)
def test_filename(name: str, expected: str) -> None:
    """A filename loses its path and everything that could break a header; its extension is its content's."""
    assert safe_filename(replace(picture(), name=name)) == expected


@given(requests(unknown=True), pictures(), HOSTS, HOSTS, KEYS, st.none() | KEYS)
def test_digest_is_of_the_request(
    request: ImageVariationRequest, picture: Picture, here: str, there: str, key: str, other: str | None
) -> None:
    """The digest is the same for any host, key and patience."""
    first = encode(request, picture, Connection(here, SecretStr(key), 1))
    second = encode(request, picture, Connection(there, SecretStr(other) if other else None, 2))

    assert first.digest == second.digest
    assert len(first.digest) == 64


def test_the_body_is_what_the_parts_were_made_from() -> None:
    """Nulls and unknown keys are in it, and a wire put together from the same parts is still the same wire."""
    body = {"model": "a/b", "n": None, "seed": 7, "orq": {"tier": "gold"}}

    wire = encode(ImageVariationRequest.as_is(body), None, Connection("https://my.orq.ai"))
    kept = Wire(wire.method, wire.url, wire.headers, wire.parts, wire.timeout_s)

    assert wire.body == wire.redacted().body == body
    assert (kept, kept.digest, kept.body) == (wire, wire.digest, {})


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
    """Nothing printed shows the key, and the redacted copy has it in no attribute."""
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
