"""Pastes that no parser takes as they are."""

from __future__ import annotations

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from orq_ui.importers.code.repairs import without_prompts
from tests.importers.samples import read_facts

BODY = {"model": "a/b", "n": 2}
CREATE = "client.images.create_variation"


@pytest.mark.parametrize(
    "text",
    [
        "client.images.create_variation(model=\u201ca/b\u201d, n=2)",
        "const body = { model: \u2018a/b\u2019, n: 2 };",
        "const body = {\u00a0model: 'a/b',\u00a0n: 2 };",
        f">>> {CREATE}(\n...     model='a/b',\n...     n=2)\n<ImagesResponse at 0x7f>",
        f"In [1]: import openai\n\nIn [2]: {CREATE}(\n   ...:     model='a/b', n=2)\nOut[2]: <ImagesResponse>",
        f"%%time\n%env A=b\n!pip install openai\n{CREATE}(model='a/b', n=2)",
        "!curl https://my.orq.ai/v2/router/images/variations -F model=a/b -F n=2",
        "model='a/b',\nn=2,",
        "model: 'a/b',\nn: 2,",
        '"model": "a/b",\n"n": 2',
    ],
)
def test_what_surrounds_code_is_removed(text: str) -> None:
    """Prompts, results, magic lines, typographic quotes, and braces that were not copied."""
    assert read(text).request.sent() == BODY


@pytest.mark.parametrize(
    "text",
    [
        f"{CREATE}(model='a/b', n=2, ...)",
        f"{CREATE}(\n    model='a/b',\n    n=2,\n    ...\n)",
        "const body = {\n  model: 'a/b',\n  ...\n  n: 2,\n};",
    ],
)
def test_dots_are_said(text: str) -> None:
    """An ellipsis of the documentation stands for something: that it is missing is a note."""
    assert read_facts(text) == (BODY, {("", "what the dots are for")})


def test_quotes_within_texts_stay() -> None:
    """Typographic signs are only changed where the code cannot be read with them."""
    assert read("const body = { model: 'a/b', user: 'it\u2019s \u201cme\u201d' };").request.sent() == {
        "model": "a/b",
        "user": "it\u2019s \u201cme\u201d",
    }


def test_the_first_mistake_is_the_one_that_is_said() -> None:
    """Where no repair helps, the place is the one in the paste."""
    with pytest.raises(InvalidInput) as refused:
        read("import openai\nclient.images.create_variation(model=\u201ca/b\u201d, n=)")

    assert refused.value.path.startswith("line 2, column ")


def test_lines_stay_where_they_are() -> None:
    """A place in the code is a place in the paste."""
    assert without_prompts(">>> a = 1\n1\n>>> b\n").split("\n") == ["a = 1", "", "b", ""]
