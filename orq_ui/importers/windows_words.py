"""A curl line for Windows as words: the carets and quotes of its command prompt, or PowerShell's backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.importers.positions import wrong
from orq_ui.importers.words import MOST_WORDS, TOO_MANY, Command, Word

_CARET = re.compile(r"\^[ \t]*\r?\n|\^\"")
_BASH = re.compile(r"\\[ \t]*\r?\n")
_BACKTICK = re.compile(r"`[ \t]*\r?\n")
_VARIABLE = re.compile(r"%(\w{1,99})%|\$(?:env:)?\{?([A-Za-z_]\w{0,99})\}?", re.ASCII)
Sign = tuple[str, int]


def is_prompt(text: str) -> bool:
    """Whether a line was written for the command prompt, which has no single quotes."""
    first = re.search(r"['\"]", text)
    return _CARET.search(text) is not None and not _BASH.search(text) and (first is None or first[0] == '"')


def is_powershell(text: str) -> bool:
    """Whether a line was written for PowerShell."""
    return _BACKTICK.search(text) is not None and not _BASH.search(text)


def prompt_command(text: str) -> Command:
    """Split as the command prompt, then as a C program does."""
    signs = list(_without_carets(text))
    words: list[Word] = []
    place = 0
    while place < len(signs):
        if signs[place][0].isspace():
            place += 1
            continue
        word, place = _prompt_word(text, signs, place)
        words.append(word)
        if len(words) > MOST_WORDS:
            raise wrong(text, signs[place - 1][1], TOO_MANY)
    return Command(tuple(words))


def _without_carets(text: str) -> Iterator[Sign]:
    quoted = False
    place = 0
    while place < len(text):
        sign = text[place]
        if sign == "^" and not quoted:
            line_end = re.compile(r"\^[ \t]*\r?\n").match(text, place)
            if line_end is None:
                place += 1
            else:
                place = line_end.end()
                # What follows the end of a line is taken as it is: an empty line is a line break.
                if not text.startswith(("\n", "\r\n"), place):
                    yield " ", place
                    continue
            yield from ((other, place) for other in text[place : place + 1])
        else:
            # A quote without a caret switches the prompt's own quoting, and no line ends within it.
            quoted = (quoted != (sign == '"')) and sign != "\n"
            yield sign, place
        place += 1


def _prompt_word(text: str, signs: list[Sign], place: int) -> tuple[Word, int]:
    start = signs[place][1]
    opened: int | None = None
    made: list[str] = []
    while place < len(signs):
        sign = signs[place][0]
        if sign == "\\":
            end = place
            while end < len(signs) and signs[end][0] == "\\":
                end += 1
            before_quote = end < len(signs) and signs[end][0] == '"'
            count = end - place
            made.append("\\" * (count // 2 if before_quote else count))
            if before_quote and count % 2:
                made.append('"')
                end += 1
            place = end
            continue
        if sign == '"':
            if opened is not None and place + 1 < len(signs) and signs[place + 1][0] == '"':
                made.append('"')
                place += 2
                continue
            opened = None if opened is not None else signs[place][1]
        elif sign.isspace() and opened is None:
            break
        else:
            made.append(sign)
        place += 1
    if opened is not None:
        raise wrong(text, opened, "opens a quote that is never closed")
    return _word("".join(made), start, "%"), place


_PIECE = re.compile(r"[^\s'\"`]+|'(?:[^']|'')*'|\"(?:[^\"`\\]|`.|\"\"|\\.)*\"|`.", re.DOTALL)
_BREAK = re.compile(r"(?:\s|`[ \t]*\r?\n)+")
_ESCAPED = re.compile(r"`(.)|\"(\")|\\(\")", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def powershell_command(text: str) -> Command:
    """Split as PowerShell does."""
    words: list[Word] = []
    place = 0
    while place < len(text):
        blank = _BREAK.match(text, place)
        if blank:
            place = blank.end()
            continue
        # Lists, not texts that grow: those are copied whole with every piece.
        start, made, wild = place, list[str](), list[str]()
        while (piece := _PIECE.match(text, place)) and not _BREAK.match(text, place):
            made.append(_unquoted(piece[0]))
            if not piece[0].startswith("'"):
                wild.append(piece[0])
            place = piece.end()
        if place == start:
            raise wrong(text, place, "opens a quote that is never closed")
        lacks = _word("".join(wild), start, "$").lacks
        words.append(Word("".join(made), start, lacks))
        if len(words) > MOST_WORDS:
            raise wrong(text, place, TOO_MANY)
    return Command(tuple(words))


def _unquoted(piece: str) -> str:
    if piece.startswith("'"):
        return piece[1:-1].replace("''", "'").replace('\\"', '"')
    inner = piece[1:-1] if piece.startswith('"') else piece
    return _ESCAPED.sub(lambda m: _SIGNS.get(m[1], m[1]) if m[1] else '"', inner)


def _word(text: str, index: int, mark: str) -> Word:
    names = [found[1] or found[2] for found in _VARIABLE.finditer(text) if found[0].startswith(mark)]
    return Word(text, index, tuple(names[:9]))
