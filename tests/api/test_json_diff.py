"""Two values side by side."""

import json
from typing import Any

import pytest
from hypothesis import given

from orq_ui.api.json_diff import diff_json
from tests.strategies import json_values


@given(json_values(), json_values())
def test_only_equal_values_have_no_differences(first: Any, second: Any) -> None:
    """A value against itself is empty, and against any other it is not."""
    equal = json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)

    assert diff_json(first, first) == []
    assert (diff_json(first, second) == []) == equal


@given(json_values(), json_values())
def test_differing_is_symmetric(first: Any, second: Any) -> None:
    """The other way round the same places differ, with the sides swapped."""
    there = diff_json(first, second)
    back = diff_json(second, first)

    assert sorted(there) == sorted((path, two, one) for path, one, two in back)


@pytest.mark.parametrize(
    ("first", "second", "row"),
    [
        ({"model": "a"}, {"model": "b"}, ("model", '"a"', '"b"')),
        ({"n": 1}, {}, ("n", "1", "–")),
        ({}, {"user": None}, ("user", "–", "null")),
        ({"user": None}, {"user": ""}, ("user", "null", '""')),
        ({"user": "–"}, {}, ("user", '"–"', "–")),
        ({"orq": {}}, {}, ("orq", "{}", "–")),
        ({"orq": {}}, {"orq": {"name": "x"}}, ("orq.name", "–", '"x"')),
        ({"list": [1]}, {"list": [1, 2]}, ("list", "[1]", "[1, 2]")),
        ({"list": []}, {"list": [{"a": 1}]}, ("list[0].a", "–", "1")),
        ({"list": [{"a": 1}, {"b": 1}]}, {"list": [{"a": 1}, {"b": 2}]}, ("list[1].b", "1", "2")),
        ({"a.b": 1, "a": {"b": 2}}, {"a.b": 3, "a": {"b": 2}}, ("a.b", "1", "3")),
        ({"n": 2}, {"n": 2.0}, ("n", "2", "2.0")),
    ],
)
def test_each_change_is_one_row(first: Any, second: Any, row: tuple[str, str, str]) -> None:
    """Unset, null, empty and each kind of value are told apart, one row for each place."""
    assert diff_json(first, second) == [row]


def test_what_took_an_objects_place_is_told() -> None:
    """A null in place of an object shows the object that was there, and its members."""
    assert diff_json({"orq": {"name": "x"}}, {"orq": None}) == [("orq", "{…}", "null"), ("orq.name", '"x"', "–")]
