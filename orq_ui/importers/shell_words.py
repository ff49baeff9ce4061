"""A bash script as commands and words: quotes of all kinds, variables set in the script, here-documents.

Nothing is run: a command's output is not known, but for a plain ``printf`` that a script reads from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.importers.positions import DEEPEST, LARGEST, TOO_DEEP, wrong
from orq_ui.importers.shell_escapes import ansi, printf
from orq_ui.importers.words import MOST_WORDS, TOO_MANY, Command, Word

_PLAIN = re.compile(r"[^\s'\"\\$`&|;<>()]+")
_QUOTED = re.compile(r"[^\"\\$`]+")
_BLANK = re.compile(r"(?:[ \t\r\f\v\u00a0]|\\\r?\n)+")
_NAME = re.compile(r"\$(?:\{([A-Za-z_]\w{0,99})\}|([A-Za-z_]\w{0,99})|\{[^}\n]{0,200}\})", re.ASCII)
_SET = re.compile(r"([A-Za-z_]\w{0,99})=", re.ASCII)
_HERE = re.compile(r"<<-?[ \t]*(['\"]?)([\w.-]{1,60})\1")
COMMAND_OUTPUT = "a command's output"


class Shell:
    """Reads a script from its beginning; each command's words see the variables set before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.variables: dict[str, Word] = {}
        self.files: dict[str, str] = {}
        self.waiting: list[str] = []
        self.depth = 0
        self.count = 0

    def commands(self) -> Iterator[Command]:
        """Every command with at least one word; raises InvalidInput where a quote is not closed."""
        while self.place < len(self.text):
            words = self._command()
            if words:
                yield Command(tuple(words), self.files)

    def _command(self, closing: str = "") -> list[Word]:
        words: list[Word] = []
        while self.place < len(self.text):
            blank = _BLANK.match(self.text, self.place)
            if blank:
                self.place = blank.end()
                continue
            sign = self.text[self.place]
            if sign == closing or sign in "\n;&|()" or (sign == "#"):
                if sign == closing:
                    break
                if closing and sign == "(":
                    self._inner(self.place + 1)
                    continue
                self._separator(sign)
                if sign != "#" and not closing:
                    break
            elif sign in "<>" and not self.text.startswith(("<(", ">("), self.place):
                self._redirection()
            else:
                words.append(self._word())
        self._assign(words)
        return words

    def _separator(self, sign: str) -> None:
        if sign == "#":
            end = self.text.find("\n", self.place)
            self.place = len(self.text) if end < 0 else end
            return
        self.place += 1
        if sign == "\n":
            self._here_documents()

    def _redirection(self) -> None:
        here = _HERE.match(self.text, self.place)
        if here:
            self.place = here.end()
            self.waiting.append(here[2])
            end = self.text.find("\n", self.place)
            # The document is read now: its command's words may still follow on this line.
            self._document_after(end)
            return
        while self.place < len(self.text) and self.text[self.place] in "<>&":
            self.place += 1
        blank = _BLANK.match(self.text, self.place)
        self.place = blank.end() if blank else self.place
        if self.place < len(self.text) and self.text[self.place] not in "\n;&|()":
            self._word()

    def _document_after(self, line_end: int) -> None:
        if line_end < 0:
            return
        end = re.compile(rf"^[ \t]*{re.escape(self.waiting[-1])}[ \t]*\r?$", re.MULTILINE).search(
            self.text, line_end + 1
        )
        self.files["-"] = self.text[line_end + 1 : end.start() if end else len(self.text)]

    def _here_documents(self) -> None:
        for name in self.waiting:
            end = re.compile(rf"^[ \t]*{re.escape(name)}[ \t]*\r?$", re.MULTILINE).search(self.text, self.place)
            self.place = end.end() if end else len(self.text)
        self.waiting.clear()

    def _assign(self, words: list[Word]) -> None:
        if words and words[0].text in ("export", "set", "declare", "local", "readonly"):
            words = words[1:]
        if not all(_SET.match(word.text) for word in words):
            return
        for word in words:
            name, _, value = word.text.partition("=")
            self.variables[name] = Word(value, word.index, word.lacks)

    def _word(self) -> Word:
        start = self.place
        self.count += 1
        if self.count > MOST_WORDS:
            raise wrong(self.text, start, TOO_MANY)
        pieces: list[str] = []
        lacks: list[str] = []
        while self.place < len(self.text):
            plain = _PLAIN.match(self.text, self.place)
            if plain:
                pieces.append(plain[0])
                self.place = plain.end()
                continue
            if not self._special(pieces, lacks):
                break
        return Word("".join(pieces), start, tuple(lacks))

    def _special(self, pieces: list[str], lacks: list[str]) -> bool:
        """One quoted or special piece of a word; False where the word ends."""
        text, place = self.text, self.place
        sign = text[place]
        if sign == "'":
            self.place = self._closing("'", place) + 1
            pieces.append(text[place + 1 : self.place - 1])
        elif sign == '"':
            self._double(pieces, lacks)
        elif sign == "\\":
            self.place = place + (3 if text.startswith("\\\r\n", place) else 2)
            pieces.append("" if text.startswith(("\\\n", "\\\r\n"), place) else text[place + 1 : place + 2])
        elif text.startswith("$'", place):
            self._ansi(pieces)
        elif text.startswith('$"', place):
            self.place += 1
        elif sign in "$`":
            self._expansion(pieces, lacks)
        elif text.startswith(("<(", ">("), place):
            self._pipe(pieces, lacks)
        else:
            return False
        return True

    def _double(self, pieces: list[str], lacks: list[str]) -> None:
        start = self.place
        self.place += 1
        while self.place < len(self.text):
            run = _QUOTED.match(self.text, self.place)
            if run:
                pieces.append(run[0])
                self.place = run.end()
                continue
            sign = self.text[self.place]
            if sign == '"':
                self.place += 1
                return
            if sign == "\\":
                after = self.text[self.place + 1 : self.place + 2]
                pieces.append("" if after == "\n" else after if after in '"\\$`' else sign + after)
                self.place += 2
            else:
                self._expansion(pieces, lacks)
        raise wrong(self.text, start, "opens a quote that is never closed")

    def _ansi(self, pieces: list[str]) -> None:
        found = re.compile(r"[^'\\]*(?:\\.[^'\\]*)*'", re.DOTALL).match(self.text, self.place + 2)
        if found is None:
            raise wrong(self.text, self.place, "opens a quote that is never closed")
        pieces.append(ansi(found[0][:-1]))
        self.place = found.end()

    def _expansion(self, pieces: list[str], lacks: list[str]) -> None:
        if self.text[self.place] == "`":
            self.place = self._closing("`", self.place) + 1
            lacks.append(COMMAND_OUTPUT)
        elif self.text.startswith("$(", self.place):
            self._inner(self.place + 2)
            lacks.append(COMMAND_OUTPUT)
        else:
            self._variable(pieces, lacks)

    def _variable(self, pieces: list[str], lacks: list[str]) -> None:
        found = _NAME.match(self.text, self.place)
        if found is None:
            pieces.append("$")
            self.place += 1
            return
        self.place = found.end()
        name = found[1] or found[2] or "an expression"
        known = self.variables.get(name)
        if known is None:
            lacks.append(name)
            return
        if sum(map(len, pieces)) + len(known.text) > LARGEST:
            raise wrong(self.text, found.start(), "makes a text that is too long")
        pieces.append(known.text)
        lacks.extend(known.lacks[:9])

    def _pipe(self, pieces: list[str], lacks: list[str]) -> None:
        words = self._inner(self.place + 2)
        said = [word.text for word in words if word.text != "--"]
        content = printf(said[1]) if len(said) == 2 and said[0] == "printf" else None
        path = f"/dev/fd/{len(self.files)}"
        pieces.append(path)
        if content is None:
            lacks.append(COMMAND_OUTPUT)
        else:
            self.files[path] = content

    def _inner(self, start: int) -> list[Word]:
        """The words up to the closing bracket."""
        self.place = start
        self.depth += 1
        if self.depth > DEEPEST // 2:
            raise wrong(self.text, start, TOO_DEEP)
        words = self._command(")")
        if self.place >= len(self.text):
            raise wrong(self.text, start - 1, "opens a bracket that is never closed")
        self.place += 1
        self.depth -= 1
        return words

    def _closing(self, sign: str, start: int) -> int:
        end = self.text.find(sign, start + 1)
        if end < 0:
            raise wrong(self.text, start, "opens a quote that is never closed")
        return end
