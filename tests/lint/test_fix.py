"""Edits of a body, as a button applies them."""

from typing import Any

import pytest

from orq_ui.lint import REMOVE, Edit, Fix


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
        ({"rows": 5}, Edit(("rows", "a"), 2), {"rows": 5}),
        ({"orq": {}}, Edit(("orq", "a"), REMOVE), {"orq": {}}),
        ({}, Edit(("orq", "a"), REMOVE), {}),
    ],
)
def test_an_edit_is_made_where_it_can_be(body: dict[str, Any], edit: Edit, after: dict[str, Any]) -> None:
    """A value is put or taken out; emptied objects go; a place that is no longer there changes nothing."""
    assert Fix("Do it", (edit,)).apply(body) == after


def test_a_conversion_has_its_own_title() -> None:
    """A picture's fix is called as the conversion is, and leaves the body alone."""
    fix = Fix.converting("crop_square")

    assert (fix.title, fix.conversion, fix.apply({"n": 1})) == ("Centre-crop to square", "crop_square", {"n": 1})
