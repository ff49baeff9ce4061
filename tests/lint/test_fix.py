"""Fixes as a button applies them."""

from orq_ui.lint import REMOVE, Edit, Fix


def test_a_fix_makes_its_edits_in_order() -> None:
    """Every edit is made on what the one before left, and the given body stays."""
    body = {"n": 1, "rows": [1]}

    assert Fix("Do it", (Edit(("n",), REMOVE), Edit(("rows", 0), 2))).apply(body) == {"rows": [2]}
    assert body == {"n": 1, "rows": [1]}


def test_a_conversion_has_its_own_title() -> None:
    """A picture's fix is called as the conversion is, and leaves the body alone."""
    fix = Fix.converting("crop_square")

    assert (fix.title, fix.conversion, fix.apply({"n": 1})) == ("Centre-crop to square", "crop_square", {"n": 1})
