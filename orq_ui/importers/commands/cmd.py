"""A line for Windows' command prompt: its carets, and then the quotes of C programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.importers.commands.shell import Command
from orq_ui.importers.placeholders import FromEnvironment, gap
from orq_ui.importers.positions import wrong

_MARKS = re.compile(r"\^[ \t]*\n|\^\"|[{,:\[]\"\"\w")
_BASH = re.compile(r"\\[ \t]*\n")
# A caret within quotes that have none themselves is a sign like others, and no line ends within them. What follows a
# broken line is taken as it is: an empty line is a line break.
_CARETS = re.compile(r"\"[^\"\n]*\"?|\^[ \t]*\n(?P<after>.?)|\^(?P<sign>.?)", re.DOTALL)
_PIECE = re.compile(r"(\\*)\"|\s+|\\+|[^\s\"\\]+")
_VARIABLE = re.compile(r"%(\w{1,99})%", re.ASCII)


def is_written_in(text: str) -> bool:
    """Return whether a line was written for the command prompt, which has no single quotes."""
    first = re.search(r"['\"]", text)
    return _MARKS.search(text) is not None and not _BASH.search(text) and (first is None or first[0] == '"')


def commands(text: str) -> Iterator[Command]:
    """Yield each command, one a line, split into words; raises InvalidInput where a quote is not closed."""
    words: list[str] = []
    made: list[str] = []
    quoted, begun, closed_at = False, False, -1
    for piece in _PIECE.finditer(_CARETS.sub(_without_caret, text) + "\n"):
        if piece[1] is not None:
            made.append("\\" * (len(piece[1]) // 2))
            doubled = not quoted and piece.end() - 1 == closed_at
            if len(piece[1]) % 2 or doubled:
                made.append('"')
            if not len(piece[1]) % 2:
                quoted = not quoted
                closed_at = -1 if quoted else piece.end()
            begun = True
        elif quoted or not piece[0].isspace():
            made.append(piece[0])
            begun = True
        else:
            if begun:
                words.append(_VARIABLE.sub(lambda name: gap(FromEnvironment(name[1])), "".join(made)))
                made.clear()
                begun = False
            if "\n" in piece[0] and words:
                yield Command(tuple(words))
                words.clear()
    if quoted:
        raise wrong(text, len(text) - len(text.lstrip()), "opens a quote that is never closed")


def _without_caret(found: re.Match[str]) -> str:
    if found["after"] is not None:
        return found["after"] if found["after"] == "\n" else " " + found["after"]
    return found[0] if found["sign"] is None else found["sign"]
