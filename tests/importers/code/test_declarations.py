"""Code that writes a request down without sending it."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, read
from tests.importers.samples import read_facts

BODY = {"model": "a/b", "n": 2}
OBJECT = "{ model: 'a/b', n: 2 }"
TYPE = "CreateImageVariationRequestBody"

WRITTEN = (
    f"let value: {TYPE} = {OBJECT};",
    f"var value = {OBJECT} as const",
    f"const value = {OBJECT} as const satisfies operations.{TYPE}",
    f"const value = <{TYPE}>{OBJECT};",
    f"export default {OBJECT} satisfies {TYPE};",
    f"export default {OBJECT}",
    f"export const value = Object.freeze({OBJECT});",
    f"module.exports = {OBJECT};",
    f"exports.body = {OBJECT};",
    f"({OBJECT})",
    f"function body() {{ return {OBJECT}; }}",
    f"const body = () => ({OBJECT});",
    "const base = { model: 'a/b', n: 1 };\nconst body = { ...base, n: 2 };",
    "const fallback = { model: 'c/d' };\nconst body = { model: 'a/b', n: 2 };",
    f"const other = {{ model: 'c/d', n: 1, size: 's', user: 'u' }};\nconst body: {TYPE} = {OBJECT};",
    f"const value = JSON.parse(JSON.stringify({OBJECT}));",
    "value = {'model': 'a/b', 'n': 2}",
    "value: dict[str, object] = {'model': 'a/b', 'n': 2}",
    f"value: {TYPE}TypedDict = {{'model': 'a/b', 'n': 2}}",
    "value = dict(model='a/b', n=2)",
    "base = {'model': 'a/b'}\nvalue = dict(base, n=2)",
    "base = {'model': 'a/b'}\nvalue = {**base, 'n': 2}",
    f"from orq_ai_sdk import models\nvalue = models.{TYPE}(model='a/b', n=2)",
    f"models.{TYPE}(model='a/b', n=2)",
    f"models.{TYPE}.model_validate({{'model': 'a/b', 'n': 2}})",
    "def body():\n    return {'model': 'a/b', 'n': 2}",
    "from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model='gpt-4', temperature=0)\n"
    "value = {'model': 'a/b', 'n': 2}",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_request_is_read_however_it_is_written_down(text: str) -> None:
    """Declared, exported, returned, typed or bare: the request is what the object says."""
    imported = read(text)

    assert imported.request.sent() == BODY
    assert imported.parts == ()


def test_declarations_may_use_each_other() -> None:
    """What is only a part of the request is not read for itself."""
    text = "const retry = { count: 3 };\nconst orq = { retry };\nconst body = { model: 'a/b', orq };"

    assert read_facts(text) == ({"model": "a/b", "orq": {"retry": {"count": 3}}}, set())


def test_the_same_place_twice_is_refused() -> None:
    """Which of two values is meant is not guessed."""
    with pytest.raises(InvalidInput, match=r"line 2, column 20.* another value of orq\.retry"):
        read("const first = { count: 1 };\nconst second_one = { count: 2 };")


def test_a_second_request_is_said() -> None:
    """Of two that are alike, the first is read and the other named."""
    imported = read("const first = { model: 'a/b' };\nconst second = { model: 'c/d' };")

    assert imported.request.sent() == {"model": "a/b"}
    assert [(note.code, note.path) for note in imported.notes] == [(Code.IGNORED, "second")]


@pytest.mark.parametrize(
    "text",
    [
        "const body = { model: 'gpt-4', messages: [], temperature: 1, stream: true };",
        "body = {'model': 'gpt-4', 'messages': [], 'temperature': 1}",
        "const car = { wheels: 4 };",
        "x = 'url'",
    ],
)
def test_what_is_no_request_of_this_call_is_refused(text: str) -> None:
    """One key in common does not make an object a request."""
    with pytest.raises(InvalidInput, match="is none of these"):
        read(text)


KEPT: dict[str, Any] = {"model": "a/b", "orq": {"retry": {"count": 2}}}


@pytest.mark.parametrize("hole", ["pick()", "x", "xs[0]", "`u-${id}`", "process.env.USER", "a ? 'b' : 'c'", "new X()"])
def test_a_hole_takes_nothing_with_it(hole: str) -> None:
    """What is not known is left out with a note; what is beside it stays."""
    body, left_out = read_facts(f"const body = {{ model: 'a/b', orq: {{ name: {hole}, retry: {{ count: 2 }} }} }};")

    assert body == KEPT
    assert [place for place, _ in left_out] == ["orq.name"]
