"""Bracket notation: names of places in a nested body."""

from typing import Any

import pytest

from orq_ui.api import Kind
from orq_ui.api.bracket_notation import field_at, is_number, put, split_name, steps_of


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("orq[retry][count]", ["orq", "retry", "count"]),
        ("fallback_on_codes[]", ["fallback_on_codes", ""]),
        ("model", ["model"]),
        ("[model]", ["[model]"]),
        ("retry[count", ["retry[count"]),
        ("retry[count]x", ["retry[count]x"]),
    ],
)
def test_a_name_is_split_at_its_brackets(name: str, steps: list[str]) -> None:
    """A name of another form is one step."""
    assert split_name(name) == steps


@pytest.mark.parametrize("name", ["model", "image[content]", "other[a]", f"orq{'[a]' * 100}"])
def test_only_fields_of_the_request_have_steps(name: str) -> None:
    """The picture, other fields and what is too deep are left alone."""
    assert steps_of(name) is None


def test_the_contract_says_what_belongs_there() -> None:
    """Positions in lists do not count."""
    field = field_at(["orq", "fallbacks", "0", "model"])

    assert field is not None
    assert field.kind is Kind.MODEL
    assert field_at(["orq", "other"]) is None
    assert is_number(["retry", "on_codes", ""])
    assert not is_number(["fallbacks", "", "model"])


@pytest.mark.parametrize(
    ("values", "tree"),
    [
        ([("retry[count]", 2), ("retry[on_codes][]", 1), ("retry[on_codes][]", 2)], {"count": 2, "on_codes": [1, 2]}),
        ([("retry[0][a]", 1), ("retry[1][a]", 2)], [{"a": 1}, {"a": 2}]),
        ([("retry[][a]", 1), ("retry[][a]", 2), ("retry[][b]", 3)], [{"a": 1, "b": 3}, {"a": 2}]),
        ([("retry[][a]", 1), ("retry[][b]", 2), ("retry[][a]", 3)], [{"a": 1, "b": 2}, {"a": 3}]),
    ],
)
def test_values_make_a_tree(values: list[tuple[str, Any]], tree: Any) -> None:
    """Objects and lists are made on the way; rows can come one by one, or key by key."""
    body: dict[str, Any] = {}

    assert all(put(body, split_name(name), value) for name, value in values)
    assert body == {"retry": tree}


@pytest.mark.parametrize("name", ["retry[count]", "retry[count][x]", "retry[]", "fallbacks[0]", "fallbacks[2]"])
def test_what_does_not_fit_is_refused(name: str) -> None:
    """A place that is taken, a step into a plain value, an item of an object, and a gap in a list."""
    body = {"retry": {"count": 1}, "fallbacks": [1]}

    assert not put(body, split_name(name), 2)
