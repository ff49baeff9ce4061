"""The one encoder: which parts a request becomes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import Picture
from orq_ui.wire import PATH, Connection, Part, encode, safe_filename
from tests.strategies import picture, pictures, requests

HERE = Connection("https://my.orq.ai", SecretStr("sk-here"))


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
