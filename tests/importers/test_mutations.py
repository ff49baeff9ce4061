"""Damaged pastes: cut, doubled, swapped and sprinkled with quotes, brackets and NULs."""

from __future__ import annotations

import random
import time

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from tests.importers.pastes import CANARY, PASTES

KEY = "sk-orq-canary-7f3a91bc55d0"
"""A key that looks like one: its name may be damaged too, and nothing else then tells it from any text."""

COUNT = 5_000
SPRINKLED = "'\"`\\{}[]()$^\0\n\r;&|<>=:,#%@\ud800\u202e"
SEEDS = range(5)


def damaged(text: str, luck: random.Random) -> str:
    """The text after one to four mishaps."""
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
    """The place of what was refused, and all that is said of the text."""
    try:
        return "line 0", repr(read(text))
    except InvalidInput as refused:
        return refused.path, str(refused)


@pytest.mark.parametrize("seed", SEEDS)
def test_damage_is_refused_or_read_but_never_breaks(seed: int) -> None:
    """Whatever happened to a paste, it is read or refused with a place, at once, and its key goes no further."""
    luck = random.Random(seed)  # noqa: S311 - the same damage in every run
    slowest = 0.0
    for _ in range(COUNT // len(SEEDS)):
        text = damaged(luck.choice(PASTES).text.replace(CANARY, KEY), luck)
        started = time.perf_counter()
        place, said = outcome(text)
        slowest = max(slowest, time.perf_counter() - started)
        assert place.startswith("line ")
        assert KEY not in said, text

    assert slowest < 1


LONG = (
    '{"a": [' + "1," * 480_000 + "1]}",
    '{"model": "m", ' + ", ".join(f'"k{number}": {{}}' for number in range(60_000)) + "}",
    "curl x -F model=m " + "-F a" * 200_000,
    "curl x " + "-F 'a=b' " * 1_990,
    "curl x " + "'" * 900_001,
    "curl x " + '"$(' * 300_000,
    "curl x " + "<(" * 400_000,
    "curl x -F " + "\\\n" * 400_000,
    "curl x ^\n" + '^"' * 400_001,
    "curl x `\n" + '"`"' * 300_000,
    "curl x -d '" + "a=b&" * 200_000 + "'",
    "curl x -d '--b" + "\r\n--b" * 150_000 + "'",
    "curl x -d '" + "[" * 900_000 + "'",
    "api_key " * 120_000,
    "Bearer " * 140_000,
    "curl x\n" * 140_000,
    "A=1 " * 240_000,
    "A=" * 480_000,
    "PS " * 300_000,
    "://" * 300_000,
    "sk-" * 300_000,
    "eyJ." * 240_000,
    "import a, " * 90_000,
    "const a = " * 90_000,
    "`${" * 300_000,
    "/" * 900_000,
    "/[" * 450_000,
    "const a = 1; " + "/*" * 400_000,
    "const a = " + "9" * 900_000,
    "const a = " + "f(" * 99 + "1" + ")" * 99 + "+f" * 20_000,
    "const a = " + "{a:" * 99 + "1" + "}" * 99,
    "from a import b\n" + "f(" * 150 + ")" * 150,
    "from a import b\n" + "a.create(" * 90 + "1" + ")" * 90 + "\n",
    "from a import b\nc.create_variation(n=" + "9" * 5_000 + ")",
    "from a import b\nc.create_variation(n=0x" + "f" * 50_000 + ")",
    "from a import b\n'''" + "a" * 900_000,
    "from a import b\n" + "if a:\n" * 60_000,
    " " * 900_000,
    "\n" * 900_000,
    "```" * 300_000,
)


@pytest.mark.parametrize("text", LONG, ids=[f"{number}: {text[:18]!r}" for number, text in enumerate(LONG)])
def test_no_text_takes_long(text: str) -> None:
    """Texts made to take long do not."""
    started = time.thread_time()

    place, _ = outcome(text)

    assert place.startswith("line ")
    assert time.thread_time() - started < 1
