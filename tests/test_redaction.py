"""Secrets are known by the names of their keys."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from orq_ui.redaction import MASK, mask_named_secrets
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
