"""Two values side by side."""

from typing import Any

from hypothesis import given

from orq_ui.ui.differing import differing
from tests.strategies import json_values


@given(json_values())
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    """A value against itself is empty."""
    assert differing(value, value) == []


@given(json_values(), json_values())
def test_differing_is_symmetric(first: Any, second: Any) -> None:
    """The other way round the same places differ, with the sides swapped."""
    there = differing(first, second)
    back = differing(second, first)

    assert sorted(there) == sorted((path, two, one) for path, one, two in back)


def test_each_change_is_one_row() -> None:
    """Set, unset and changed are told apart."""
    first = {"model": "a", "n": 1, "orq": {"retry": {"on_codes": [429]}}}
    second = {"model": "b", "user": None, "orq": {"retry": {"on_codes": [429, 500]}}}

    assert differing(first, second) == [
        ("model", '"a"', '"b"'),
        ("n", "1", "–"),
        ("orq.retry.on_codes", "[429]", "[429, 500]"),
        ("user", "–", "null"),
    ]
