"""Code in whichever of two languages it is."""

from __future__ import annotations

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Kind, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("body = dict(model='m', n=1)", Kind.PYTHON),
        ("body = { model: 'm', n: 1 }", Kind.TYPESCRIPT),
        ("module.exports = { model: 'm', n: 1 }", Kind.TYPESCRIPT),
        ("body = Object.freeze({ 'model': 'm', 'n': 1, ...{} })", Kind.TYPESCRIPT),
        ("body = {'model': 'm', **{'n': 1}}", Kind.PYTHON),
    ],
)
def test_the_language_is_the_one_that_can_be_read(text: str, kind: Kind) -> None:
    """A sign may be missing or mislead: the other language is tried, too."""
    imported = read(text)

    assert (imported.kind, imported.request.sent()) == (kind, {"model": "m", "n": 1})


def test_a_mistake_beside_the_request_is_a_note() -> None:
    """What is broken elsewhere does not take the request with it."""
    imported = read("const body = { model: 'm' };\nconst broken = [1, 2;\n")

    assert imported.request.sent() == {"model": "m"}
    assert [note.code for note in imported.notes] == [Code.IGNORED]


def test_a_mistake_in_the_request_has_its_place() -> None:
    """The place is of the language that the code looks like."""
    with pytest.raises(InvalidInput) as refused:
        read("import openai\nclient.images.create_variation(model='m'")

    assert refused.value.path == "line 2, column 31"
