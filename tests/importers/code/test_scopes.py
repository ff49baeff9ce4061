"""Names in functions, classes and branches."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.importers.code.container_methods import IN_BRANCH
from tests.importers.samples import read_facts

PYTHON = "client.images.create_variation(model='m', n=n)"
SCRIPT = "orq.router.images.variations.create({ model: 'm', n })"
KNOWN: dict[str, Any] = {"model": "m", "n": 1}
UNKNOWN: dict[str, Any] = {"model": "m"}

CODE: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (f"n = 1\ndef other():\n    n = 5\n{PYTHON}", KNOWN, set()),
    (f"n = 1\ndef other():\n    global n\n    n = 5\n{PYTHON}", UNKNOWN, {("n", "is set in a function")}),
    (f"n = 5\ndef send():\n    n = 1\n    {PYTHON}", KNOWN, set()),
    (f"if hd:\n    n = 1\nelse:\n    n = 2\n{PYTHON}", UNKNOWN, {("n", IN_BRANCH)}),
    (f"if hd:\n    n = 1\n    {PYTHON}", KNOWN, set()),
    (f"n = 4\nfor n in (1, 2):\n    pass\n{PYTHON}", UNKNOWN, {("n", "is not a plain value")}),
    (f"if hd:\n    n = 4\nn = 1\n{PYTHON}", KNOWN, set()),
    (f"match x:\n    case 1:\n        n = 1\n    case _:\n        n = 2\n{PYTHON}", UNKNOWN, {("n", IN_BRANCH)}),
    ("class Api:\n    model = 'm'\n    def __init__(self):\n        self.n = 1\n    def send(self):\n"
     "        client.images.create_variation(model=self.model, n=self.n)", KNOWN, set()),
    ("class Settings:\n    n = 1\n" + PYTHON.replace("n=n", "n=Settings.n"), KNOWN, set()),
    (f"const n = 1; function other() {{ const n = 5; }} {SCRIPT}", KNOWN, set()),
    (f"let n = 1; function other() {{ n = 5; }} {SCRIPT}", UNKNOWN, {("n", "is set in a function")}),
    (f"let n; async function run() {{ n = 1; {SCRIPT}; }}", KNOWN, set()),
    (f"let n = 1; if (hd) {{ n = 2; }} {SCRIPT}", UNKNOWN, {("n", IN_BRANCH)}),
    (f"if (require.main === module) {{ const n = 1; {SCRIPT}; }}", KNOWN, set()),
    (f"const send = async (n = 1) => {{ {SCRIPT}; }};", KNOWN, set()),
    (f"def send(n=4):\n    {PYTHON}\nsend(1)", KNOWN, set()),
    (f"def send(n=4):\n    {PYTHON}\nif __name__ == '__main__':\n    send(n=1)", KNOWN, set()),
    (f"def send(n=1):\n    {PYTHON}\nsend()\nsend()", KNOWN, set()),
    (f"def send(n=4):\n    {PYTHON}\nsend(1)\nsend(2)", UNKNOWN, {("n", "is a parameter that several calls give")}),
    (f"def send(n=4):\n    {PYTHON}\nsend(*more)", UNKNOWN, {("n", "is not a plain value")}),
    ("class Api:\n    def send(self, n=4):\n        " + PYTHON + "\nApi().send(1)", KNOWN, set()),
    (f"const send = async (n) => {{ {SCRIPT}; }}; send(1);", KNOWN, set()),
    (f"send(1, 2); function send(n = 4, m) {{ {SCRIPT}; }}", KNOWN, set()),
    (f"function send({{ n }}) {{ {SCRIPT}; }} send({{ n: 2 }});", UNKNOWN, {("n", "is not a plain value")}),
    ("class Api { model = 'm'; constructor() { this.n = 1; } "
     "send() { return orq.router.images.variations.create({ model: this.model, n: this.n }); } }", KNOWN, set()),
)  # fmt: skip


@pytest.mark.parametrize(("code", "body", "left_out"), CODE, ids=[code[:50] for code, _, _ in CODE])
def test_a_name_means_what_it_means_where_it_stands(
    code: str, body: dict[str, Any], left_out: set[tuple[str, str]]
) -> None:
    """A name of another function is another name, and what depends on a condition is not guessed."""
    assert read_facts(code) == (body, left_out)


@pytest.mark.parametrize(
    "text",
    [
        "if a:\n    n = 1\n" + "elif a:\n    n = 2\n" * 500 + "client.images.create_variation(model='m')",
        "if (a) { n = 1 }" + " else if (a) { n = 2 }" * 1500 + "; orq.router.images.variations.create({ model: 'm' })",
        "(() => {" * 300 + "}" * 300 + "; orq.router.images.variations.create({ model: 'm' })",
    ],
    ids=["elif", "else if", "functions"],
)
def test_long_chains_are_read(text: str) -> None:
    """However many branches there are, what follows them is read."""
    assert read_facts(text)[0] == {"model": "m"}
