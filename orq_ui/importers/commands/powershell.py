"""A line for PowerShell: its backticks and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.importers.commands.shell import Command
from orq_ui.importers.placeholders import FromEnvironment, gap
from orq_ui.importers.positions import wrong

_BROKEN = re.compile(r"`[ \t]*\n")
_BASH = re.compile(r"\\[ \t]*\n")
_PIECE = re.compile(
    r"(?P<blank>(?:\s|`[ \t]*\n)+)|'(?P<raw>(?:[^']|'')*+)'|\"(?P<text>(?:[^\"`\\]|`.|\"\"|\\.)*+)\"|`.|[^\s'\"`]+",
    re.S,
)
_SPECIAL = re.compile(r"`(?P<tick>.)|(?P<quote>\"\"|\\\")|\$(?:env:)?\{?(?P<name>[A-Za-z_]\w{0,99})\}?", re.A | re.S)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def is_written_in(text: str) -> bool:
    """Return whether a line was written for PowerShell."""
    return _BROKEN.search(text) is not None and not _BASH.search(text)


def commands(text: str) -> Iterator[Command]:
    """Yield each command, one a line, split into words; raises InvalidInput where a quote is not closed."""
    words: list[list[str]] = [[]]
    place = 0
    while place < len(text):
        piece = _PIECE.match(text, place)
        if piece is None:
            raise wrong(text, place, "opens a quote that is never closed")
        place = piece.end()
        if piece["blank"]:
            words.append([])
            if "\n" in _BROKEN.sub("", piece["blank"]):
                yield _command(words)
                words = [[]]
        elif piece["raw"] is not None:
            words[-1].append(piece["raw"].replace("''", "'").replace('\\"', '"'))
        else:
            words[-1].append(_SPECIAL.sub(_special, piece["text"] if piece["text"] is not None else piece[0]))
    yield _command(words)


def _command(words: list[list[str]]) -> Command:
    return Command(tuple("".join(word) for word in words if word))


def _special(found: re.Match[str]) -> str:
    if found["tick"]:
        return _SIGNS.get(found["tick"], found["tick"])
    return '"' if found["quote"] else gap(FromEnvironment(found["name"]))
