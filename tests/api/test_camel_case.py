"""The TypeScript client's casing, there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from orq_ui.api.camel_case import to_camel_case
from orq_ui.snippets import as_typescript, from_typescript
from tests.snippets.cases import FIELDS, full_body
from tests.strategies import bodies

CAMELS = {to_camel_case(field.name) for top in FIELDS for field in top.walk()}


@given(bodies(unknown=True).filter(lambda body: not _keys(body) & CAMELS - _keys(full_body())))
def test_inverse(body: dict[str, Any]) -> None:
    """From wire names to the TypeScript casing and back gives the same body, in the same order, unknown keys too."""
    back = from_typescript(as_typescript(body))

    assert back == body
    assert list(back) == list(body)


def test_every_field() -> None:
    """In the TypeScript casing no known field has an underscore, and the order stays."""
    spelled = as_typescript(full_body())

    assert list(spelled) == [to_camel_case(name) for name in full_body()]
    assert not any("_" in name for name in _keys(spelled))
    assert spelled["orq"]["identity"]["metadata"] == full_body()["orq"]["identity"]["metadata"]


@pytest.mark.parametrize(
    ("body", "spelled"),
    [
        ({"my_key": {"on_codes": 1}}, {"my_key": {"on_codes": 1}}),
        ({"retry": {"on_codes": [1], "my_key": 2}}, {"retry": {"onCodes": [1], "my_key": 2}}),
        ({"retry": "text", "fallbacks": [3, {"model": "a"}]}, {"retry": "text", "fallbacks": [3, {"model": "a"}]}),
        ({"orq": {"identity": {"id": "a", "metadata": [{"logo_url": 1}]}}},) * 2,
        ({"call_timeout": 1}, {"call_timeout": 1}),
        ({"response_format": 1, "responseFormat": 2}, {"response_format": 1, "responseFormat": 2}),
    ],
)
def test_unknown_keys_stay(body: dict[str, Any], spelled: dict[str, Any]) -> None:
    """Only the fields that a place has are spelled differently; all else stays, and nothing is overwritten."""
    assert as_typescript(body) == spelled
    assert from_typescript(spelled) == body


def test_a_lookalike_is_the_field() -> None:
    """A key that only the TypeScript client writes so is that field."""
    assert from_typescript({"responseFormat": "url"}) == {"response_format": "url"}


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for name, member in value.items() if name != "metadata" for key in _keys(member)}
    return {key for item in value for key in _keys(item)} if isinstance(value, list) else set()
