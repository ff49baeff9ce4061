"""Damaged pastes: cut, doubled, swapped and sprinkled with quotes, brackets and NULs."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from tests.complexity import LINEAR, growth
from tests.importers.samples import CANARY, PASTES

KEY = "sk-orq-canary-7f3a91bc55d0"
"""A key that looks like one: its name may be damaged too, and nothing else then tells it from any text."""

COUNT = 5_000
SPRINKLED = "'\"`\\{}[]()$^\0\n\r;&|<>=:,#%@\ud800\u202e"
SEEDS = range(5)


def damaged(text: str, luck: random.Random) -> str:
    """Return the text after one to four mishaps."""
    for _ in range(luck.randint(1, 4)):
        start, end = sorted((luck.randrange(len(text) + 1), luck.randrange(len(text) + 1)))
        kind = luck.randrange(6)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:end] + text[start:]
        elif kind == 2 and start + 1 < len(text):
            text = text[:start] + text[start + 1] + text[start] + text[start + 2 :]
        elif kind == 3:
            text = text[:start] + luck.choice(SPRINKLED) * luck.choice((1, 1, 2, 150)) + text[start:]
        elif kind == 4:
            text = text[:start]
        else:
            text = text[:start] + text[start + 1 :]
    return text


def outcome(text: str) -> tuple[str, str]:
    """Return the position of what was refused, and all that is said of the text."""
    try:
        return "line 0", repr(read(text))
    except InvalidInput as refused:
        return refused.path, str(refused)


@pytest.mark.parametrize("seed", SEEDS)
def test_damage_is_refused_or_read_but_never_breaks(seed: int) -> None:
    """Whatever happened to a paste, it is read or refused with a place, and its key goes no further."""
    luck = random.Random(seed)  # noqa: S311 - the same damage in every run
    for _ in range(COUNT // len(SEEDS)):
        text = damaged(luck.choice(PASTES).text.replace(CANARY, KEY), luck)
        place, said = outcome(text)
        assert place.startswith("line ")
        assert KEY not in said, text


# How often something stands in a text, and the text.
LONG: tuple[tuple[int, Callable[[int], str]], ...] = (
    (480_000, lambda count: '{"a": [' + "1," * count + "1]}"),
    (60_000, lambda count: '{"model": "m", ' + ", ".join(f'"k{number}": {{}}' for number in range(count)) + "}"),
    (200_000, lambda count: "curl x -F model=m " + "-F a" * count),
    (1_990, lambda count: "curl x " + "-F 'a=b' " * count),
    (900_001, lambda count: "curl x " + "'" * (count | 1)),
    (300_000, lambda count: "curl x " + '"$(' * count),
    (400_000, lambda count: "curl x " + "<(" * count),
    (400_000, lambda count: "curl x -F " + "\\\n" * count),
    (400_001, lambda count: "curl x ^\n" + '^"' * (count | 1)),
    (300_000, lambda count: "curl x `\n" + '"`"' * count),
    (200_000, lambda count: "curl x -d '" + "a=b&" * count + "'"),
    (150_000, lambda count: "curl x -d '--b" + "\r\n--b" * count + "'"),
    (900_000, lambda count: "curl x -d '" + "[" * count + "'"),
    (120_000, lambda count: "api_key " * count),
    (140_000, lambda count: "Bearer " * count),
    (140_000, lambda count: "curl x\n" * count),
    (240_000, lambda count: "A=1 " * count),
    (480_000, lambda count: "A=" * count),
    (300_000, lambda count: "PS " * count),
    (300_000, lambda count: "://" * count),
    (300_000, lambda count: "sk-" * count),
    (240_000, lambda count: "eyJ." * count),
    (90_000, lambda count: "import a, " * count),
    (90_000, lambda count: "const a = " * count),
    (300_000, lambda count: "`${" * count),
    (900_000, lambda count: "/" * count),
    (450_000, lambda count: "/[" * count),
    (400_000, lambda count: "const a = 1; " + "/*" * count),
    (900_000, lambda count: "const a = " + "9" * count),
    (20_000, lambda count: "const a = " + "f(" * 99 + "1" + ")" * 99 + "+f" * count),
    (99, lambda count: "const a = " + "{a:" * count + "1" + "}" * count),
    (150, lambda count: "from a import b\n" + "f(" * count + ")" * count),
    (90, lambda count: "from a import b\n" + "a.create(" * count + "1" + ")" * count + "\n"),
    (5_000, lambda count: "from a import b\nc.create_variation(n=" + "9" * count + ")"),
    (50_000, lambda count: "from a import b\nc.create_variation(n=0x" + "f" * count + ")"),
    (900_000, lambda count: "from a import b\n'''" + "a" * count),
    (60_000, lambda count: "from a import b\n" + "if a:\n" * count),
    (60_000, lambda count: "import a\n'" + "\\'" * count),
    (60_000, lambda count: "const \u201c = 1; '" + "\\'" * count),
    (60_000, lambda count: ">>> " * count),
    (500, lambda count: "a" + ".post('u').field('m', 'x')" * count),
    (1_000, lambda count: "def f(a=1):\n    return {'model': a}\n" + "f(2)\n" * count),
    (900_000, lambda count: " " * count),
    (900_000, lambda count: "\n" * count),
    (300_000, lambda count: "```" * count),
    (30_000, lambda count: "const a = 1;\n" + "/[" * count),
    (30_000, lambda count: "const a = 1;\n" + "`${" * count),
    (9_000, lambda count: "const a = b" + ".post({})" * count),
    (9_000, lambda count: "const a = [" + "{b: 1}," * count + "];"),
    (9_000, lambda count: "const a = b" + "+ b" * count),
    (5_000, lambda count: "curl x -F a=" + "$(curl " * count + ")" * count),
    (5_000, lambda count: "curl x" + " <<E" * count + "\nE" * count),
    (5_000, lambda count: "A=1\n" * count + "curl x -F a=b"),
    (200_000, lambda count: "curl x -F a=" + "$'\\\\" * count),
    (200_000, lambda count: "curl x -F a=" + "a\\\n" * count),
    (100_000, lambda count: '{"model":"' + '\\"' * count),
    (100_000, lambda count: "curl x -F a=b" + " " * count + "'"),
    (100_000, lambda count: " " * count + "curl x -F a='b"),
    (100_000, lambda count: "words\n" + " " * count + "."),
    (100_000, lambda count: "[a]\n" + " " * count + "b"),
)
NAMES = [f"{number}: {text(4)[:18]!r}" for number, (_, text) in enumerate(LONG)]


@pytest.mark.parametrize(("size", "text"), LONG, ids=NAMES)
def test_no_text_takes_long(size: int, text: Callable[[int], str]) -> None:
    """Texts made to take long take as long as other texts of their length."""

    def work(long: str) -> None:
        place, _ = outcome(long)
        assert place.startswith("line ")

    assert growth(text, work, size) < LINEAR
