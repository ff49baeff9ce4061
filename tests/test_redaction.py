"""Secrets are known by the names of their keys."""

from __future__ import annotations

import base64
import html
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given

from orq_ui.redaction import MASK, Redactor, mask_named_secrets
from tests.strategies import bodies

SECRET = ["authorization", "Proxy-Authorization", "api_key", "apikey", "ApiKey", "X-API-KEY", "token", "accessToken"]
SECRET += ["ACCESS_TOKEN", "secret", "client_secret", "Password", "_pass_word", "secret_access_key", "api_keys"]
INNOCENT = ["model", "max_tokens", "total_tokens", "key", "tokenizer", "secretary", "author", "metadata", ""]


@pytest.mark.parametrize("name", SECRET)
@pytest.mark.parametrize("value", ["sk-1", 1, None, ["sk-1"], {"a": "sk-1"}])
def test_values_under_secret_names_are_hidden(name: str, value: object) -> None:
    """Whatever stands under such a key is replaced, at the top, in objects and in lists."""
    body = {name: value, "orq": {name: value, "list": [[{name: value}]]}}

    assert mask_named_secrets(body) == {name: MASK, "orq": {name: MASK, "list": [[{name: MASK}]]}}


@pytest.mark.parametrize("name", INNOCENT)
def test_other_values_stay(name: str) -> None:
    """Counts of tokens and names that only resemble a secret's are not touched."""
    assert mask_named_secrets({name: 5, "orq": {name: "x"}}) == {name: 5, "orq": {name: "x"}}


@given(bodies())
def test_the_contract_has_no_secret(body: dict[str, Any]) -> None:
    """A body of nothing but the contract's fields comes back equal, as a copy."""
    hidden = mask_named_secrets(body)

    assert hidden == body
    assert hidden is not body


@pytest.mark.parametrize("key", ["a", "test", "1234567"])
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a test of 1234567", "a test of 1234567"),
        ("Authorization: Bearer KEY", f"Authorization: Bearer {MASK}"),
        ("bearer KEY, KEYS and bearer KEYS", f"bearer {MASK}, KEYS and bearer KEYS"),
        ("Incorrect API key provided: KEY.", f"Incorrect API key provided: {MASK}."),
        ('{"api_key": "KEY"', f'{{"api_key": "{MASK}"'),
    ],
)
def test_a_short_key_in_text(key: str, text: str, masked: str) -> None:
    """It is masked where a key stands, and words that look like it stay."""
    redactor = Redactor.of({"Authorization": f"Bearer {key}"})

    assert redactor.text(text.replace("KEY", key)) == masked.replace("KEY", key)


def test_a_short_key_in_json_and_headers() -> None:
    """A whole value is masked under a name like a key's, and in headers; other values of the same text stay."""
    redactor = Redactor.of({"Authorization": "Bearer test"})

    assert redactor.value({"mode": "test", "api_key": "test", "test": ["a test"]}) == {
        "mode": "test",
        "api_key": MASK,
        "test": ["a test"],
    }
    assert redactor.headers([("X-Echo", "test"), ("X-Test", "a test")]) == (("x-echo", MASK), ("x-test", "a test"))


def test_a_long_key_is_masked_everywhere() -> None:
    """Eight characters are enough for a key to be masked wherever it stands."""
    redactor = Redactor.of({"Authorization": "Bearer sk-12345"})

    assert redactor.value({"xsk-12345x": ["asksk-12345"]}) == {f"x{MASK}x": [f"ask{MASK}"]}


@pytest.mark.parametrize(
    ("name", "key"), [("retry-after", "7"), ("Content-Length", "120"), ("content-encoding", "gzip"), ("date", "now")]
)
def test_a_header_of_http_is_no_short_key(name: str, key: str) -> None:
    """What HTTP itself says is needed, such as how long to wait; the key in another header is masked."""
    redactor = Redactor.of({"Authorization": f"Bearer {key}"})

    assert redactor.headers([(name, key), ("x-echo", key)]) == ((name.lower(), key), ("x-echo", MASK))


def test_a_key_is_masked_in_each_spelling_of_an_answer() -> None:
    """As JSON, URL, HTML, base64 and hex have it."""
    key = 'sk-5f1c/9e07+"&<é'
    redactor = Redactor.of({"Authorization": f"Bearer {key}"})
    spellings = (
        *(key, json.dumps(key)[1:-1], key.replace("/", "\\/"), quote(key), quote(key, safe=""), html.escape(key)),
        *(json.dumps(key)[1:-1].replace("/", "\\/"), json.dumps(json.dumps(key)[1:-1])[1:-1]),
        *(base64.b64encode(key.encode()).decode().rstrip("="), key.encode().hex(), key.encode().hex().upper()),
    )

    assert [redactor.text(f"a {spelling} b") for spelling in spellings] == [f"a {MASK} b"] * len(spellings)
