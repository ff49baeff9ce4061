"""Python's expressions as values."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importers.samples import read_facts

PLAIN = "is not a plain value"
CALL = "is made by a call, and nothing is run"

VALUES: tuple[tuple[str, str, Any], ...] = (
    ("", "'a' + \"b\" 'c'", "abc"),
    ("n = 2", "f'a{n}b'", "a2b"),
    ("", "30 * 1000 + 1", 30001),
    ("", "-2.5", -2.5),
    ("", "+2", 2),
    ("", "{'a': 1} | {'b': 2}", {"a": 1, "b": 2}),
    ("", "{**{'a': 1}, None: 2, 3: 4, True: 5}", {"a": 1, "null": 2, "3": 4, "true": 5}),
    ("", "[*[1, 2], 3] + [4]", [1, 2, 3, 4]),
    ("", "(1, 2)", [1, 2]),
    ("", "Retry(count=3)", {"count": 3}),
    ("", "dict(a=dict(b=1))", {"a": {"b": 1}}),
    ("", "' a '.strip()", "a"),
    ("", "str(2)", "2"),
    ("", "json.dumps({'a': 1})", '{"a": 1}'),
    ("import json\nb = {'a': 1}", "b.get('a')", 1),
    ("b = {'a': 1}", "b.get('c', 2)", 2),
    ("b = [1, 2]", "b[-1]", 2),
    ("b = {'c': [{'d': 1}]}", "b['c'][0]['d']", 1),
    ("b = {'c': 1}\nb['c'] = 2", "b['c']", 2),
    ("b: dict = {'c': 1}", "b", {"c": 1}),
    ("b = []\nb.append(429)", "b", [429]),
    ("b = 1\nb += 1", "b", 2),
    ("", "None or 'a'", "a"),
    ("def f(b='c', *, d=1): \\", "[b, d]", ["c", 1]),
    ("from pathlib import Path", "Path('a') / 'b.png'", "a/b.png"),
)
UNKNOWN = (
    ("", "x", PLAIN),
    ("b = [1]", "b[7]", PLAIN),
    ("b = [1]", "b[i]", PLAIN),
    ("b, c = 1, 2", "b", PLAIN),
    ("for b in c:\n    pass", "b", PLAIN),
    ("b = 1\nb -= 1", "b", PLAIN),
    ("def f(b): \\", "b", "is a parameter of a function"),
    ("def f(b):\n    pass", "b", PLAIN),
    ("", "f(1)", CALL),
    ("", "f'{x!r}'", PLAIN),
    ("", "f'{2:03}'", PLAIN),
    ("", "'a' + x", PLAIN),
    ("", "1 and 2", PLAIN),
    ("", "'a' if x else 'b'", "depends on a condition"),
    ("", "os.environ['B']", "B"),
    ("", "os.getenv('B', 'c')", "B"),
    ("", "os.environ.get('B') or 'c'", "B"),
    ("", "f\"a-{os.environ['B']}\"", "B"),
    ("", "os.environ[b]", "comes from the environment"),
    ("", "9" * 4000, "is a number that nobody counts to"),
    ("", "open('a.txt')", PLAIN),
    ("", "'a'" + " + 'a'" * 300, PLAIN),
)


def call(setting: str, expression: str) -> str:
    return f"import os\n{setting}\nclient.images.create_variation(model='m', user={expression})\n"


@pytest.mark.parametrize(("setting", "expression", "value"), VALUES, ids=[value[1] for value in VALUES])
def test_a_value_is_known(setting: str, expression: str, value: Any) -> None:
    """What the code says in full is read."""
    body, left_out = read_facts(call(setting, expression))

    assert (body, left_out) == ({"model": "m", "user": value}, set())


@pytest.mark.parametrize(("setting", "expression", "reason"), UNKNOWN, ids=[value[1][:30] for value in UNKNOWN])
def test_a_value_is_left_out(setting: str, expression: str, reason: str) -> None:
    """What only running the code would tell is left out, with the reason or the variable."""
    body, left_out = read_facts(call(setting, expression))

    assert (body, left_out) == ({"model": "m"}, {("user", reason)})


def test_what_a_console_abbreviates_is_left_out() -> None:
    """``[Object]`` is no list: the field is left out, and a list of which nothing is known is none either."""
    text = "{ model: 'm', orq: { retry: { count: 2, onCodes: [Array] }, cache: [Object], fallbacks: [x, ...y] } }"
    body, left_out = read_facts(text)

    assert body == {"model": "m", "orq": {"retry": {"count": 2}}}
    assert {path for path, _ in left_out} >= {"orq.retry.onCodes", "orq.cache", "orq.fallbacks[0]"}
