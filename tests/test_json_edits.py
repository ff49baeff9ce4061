"""Edits of a body."""

import copy
from typing import Any

import pytest

from orq_ui.json_edits import APPEND, REMOVE, Edit, apply_edits


@pytest.mark.parametrize(
    ("body", "edit", "after"),
    [
        ({}, Edit(("n",), 1), {"n": 1}),
        ({"n": 2}, Edit(("n",), REMOVE), {}),
        ({}, Edit(("orq", "timeout", "call_timeout"), 9), {"orq": {"timeout": {"call_timeout": 9}}}),
        ({"timeout": None}, Edit(("timeout", "call_timeout"), 9), {"timeout": {"call_timeout": 9}}),
        ({"orq": {"a": {"b": 1}}}, Edit(("orq", "a", "b"), REMOVE), {}),
        ({"orq": {"a": {"b": 1}, "c": 2}}, Edit(("orq", "a", "b"), REMOVE), {"orq": {"c": 2}}),
        ({"rows": [{"w": 1}, {"w": 2}]}, Edit(("rows", 1, "w"), 3), {"rows": [{"w": 1}, {"w": 3}]}),
        ({"rows": [1, 2, 3]}, Edit(("rows", 1), REMOVE), {"rows": [1, 3]}),
        ({"rows": [1]}, Edit(("rows", 4), 2), {"rows": [1]}),
        ({"rows": [1]}, Edit(("rows", APPEND), 2), {"rows": [1, 2]}),
        ({"rows": []}, Edit(("rows", APPEND), {"w": 1}), {"rows": [{"w": 1}]}),
        ({"rows": [1]}, Edit(("rows", APPEND), REMOVE), {"rows": [1]}),
        ({"rows": [1]}, Edit(("rows", "a"), 2), {"rows": [1]}),
        ({"rows": {}}, Edit(("rows", 0), 2), {"rows": {}}),
        ({"rows": 5}, Edit(("rows", "a"), 2), {"rows": 5}),
        ({"orq": {}}, Edit(("orq", "a"), REMOVE), {"orq": {}}),
        ({}, Edit(("orq", "a"), REMOVE), {}),
    ],
)
def test_an_edit_is_made_where_it_can_be(body: dict[str, Any], edit: Edit, after: dict[str, Any]) -> None:
    """A value is put or taken out; emptied objects go; a place that is no longer there changes nothing."""
    before = copy.deepcopy(body)

    assert apply_edits(body, (edit,)) == after
    assert body == before
