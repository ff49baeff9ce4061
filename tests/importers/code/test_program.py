"""The calls of a program and what it declares, in the order of the code."""

from __future__ import annotations

import pytest

from orq_ui.importers.code import python, typescript
from orq_ui.importers.code.program import Code, Program

SCRIPT = """
const retry = { count: 1 };
const send = async () => {
  await api.post("/a", { retry });
  return { model: "m" };
};
let body: Body = { n: 1 };
body = { n: 2 };
fetch("/b");
"""
PYTHON = """
retry = {"count": 1}
async def send():
    await api.post("/a", json={"retry": retry})
    return {"model": "m"}
body: Body = {"n": 1}
body = {"n": 2}
fetch("/b")
"""


@pytest.mark.parametrize("code", [typescript.parse(SCRIPT), python.parse(PYTHON)], ids=["typescript", "python"])
def test_calls_and_declarations_have_their_places(code: Code) -> None:
    """Both languages come to the same: calls with their places, and the last value of each name."""
    program = Program(code)

    assert [(call.name, call.arguments[0], call.place.split(",")[0]) for call in program.calls] == [
        ("api.post", "/a", "line 4"),
        ("fetch", "/b", f"line {9 if len(program.calls[0].arguments) > 1 else 8}"),
    ]
    assert [(one.name, one.value) for one in program.declared] == [
        ("retry", {"count": 1}),
        ("", {"model": "m"}),
        ("body", {"n": 2}),
    ]
    assert "retry" in program.used
