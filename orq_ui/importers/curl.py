"""A curl line, from a terminal, a page of documentation or a browser's developer tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import quote_plus

from orq_ui.importers.curl_form import read_part
from orq_ui.importers.curl_options import DATA, LONG, LONG_WITH_VALUE, SECRET, SHORT_WITH_VALUE
from orq_ui.importers.headers import read_header, read_url
from orq_ui.importers.imported import Findings
from orq_ui.importers.multipart_fields import Part, body_of
from orq_ui.importers.placeholders import FromEnvironment, Unread
from orq_ui.importers.positions import wrong
from orq_ui.importers.raw_body import read_text
from orq_ui.importers.shell_words import COMMAND_OUTPUT, Shell
from orq_ui.importers.windows_words import is_powershell, is_prompt, powershell_command, prompt_command
from orq_ui.importers.words import Command, Word

MOST_COMMANDS = 100
_LINE = re.compile(
    r"^[ \t]*(?:[$>%#][ \t]+|PS[^>\n]{0,200}>[ \t]*)?"  # a prompt
    r"(?:\w{1,64}=[^\s'\"]{0,9999}[ \t]+){0,9}curl(?:\.exe)?(?=[\s^`]|$)",  # variables for curl alone
    re.MULTILINE,
)
_PROMPT = re.compile(r"[ \t]*(?:[$>%#][ \t]+|PS[^>\n]{0,200}>[ \t]*)(?=\S)")
_CURL = re.compile(r"(?:.{0,200}[/\\])?curl(?:\.exe)?", re.IGNORECASE)


@dataclass
class _Said:
    """What the options say."""

    parts: list[Part] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)


def find_curl(text: str) -> int | None:
    """Where a line begins whose command is curl."""
    found = _LINE.search(text)
    return None if found is None else found.start()


def read_curl(text: str, findings: Findings) -> dict[str, Any]:
    """Read a body; raises InvalidInput with the place."""
    start = find_curl(text) or 0
    command = _command(text, start)
    place = next((place for place, word in enumerate(command.words) if _CURL.fullmatch(word.text)), 0)
    said = _Said()
    for name, word in _options(command.words[place + 1 :]):
        _read(name, word, command, said, findings)
    for url in said.urls[:9]:
        read_url(url, findings)
    body = body_of(said.parts, findings)
    if said.data:
        for name, value in read_text("&".join(said.data), findings).items():
            body.setdefault(name, value)
    if not (said.parts or said.data):
        raise wrong(text, start, "is a curl line without a field: no --form and no --data")
    return body


def _command(text: str, start: int) -> Command:
    # Prompts such as `$ ` in front of a line are not part of the command; blanks keep the places.
    prompt = _PROMPT.match(text, start)
    if prompt:
        text = text[:start] + " " * len(prompt[0]) + text[prompt.end() :].replace("\n> ", "\n  ")
    if is_prompt(text[start:]):
        found = [prompt_command(" " * start + text[start:])]
    elif is_powershell(text[start:]):
        found = [powershell_command(" " * start + text[start:])]
    else:
        found = list(islice(_bash(text), MOST_COMMANDS))
    if not found:
        raise wrong(text, start, "has no curl command that can be read")
    return next((command for command in found if _is_ours(command)), found[0])


def _bash(text: str) -> Iterator[Command]:
    """The curl commands of a script up to the first of ours: what follows that is of no interest."""
    for command in Shell(text).commands():
        if any(_CURL.fullmatch(word.text) for word in command.words):
            yield command
            if _is_ours(command):
                return


def _is_ours(command: Command) -> bool:
    return any("images/variations" in word.text for word in command.words)


def _options(words: tuple[Word, ...]) -> Iterator[tuple[str, Word]]:
    """Every option by its long name, with its value; a URL is named ``url``."""
    rest = iter(words)
    for word in rest:
        text = word.text
        if text.startswith("--") and len(text) > 2:
            name = text[2:]
            yield name, (next(rest, Word("")) if name in LONG_WITH_VALUE else Word(""))
        elif text.startswith("-") and len(text) > 1:
            yield from _short(word, rest)
        elif text.strip():
            yield "url", word


def _short(word: Word, rest: Iterator[Word]) -> Iterator[tuple[str, Word]]:
    for place, letter in enumerate(word.text[1:], start=2):
        name = LONG.get(letter, letter)
        if letter in SHORT_WITH_VALUE:
            joined = word.text[place:]
            yield name, (replace(word, text=joined) if joined else next(rest, Word("")))
            return
        yield name, Word("")


def _read(name: str, word: Word, command: Command, said: _Said, findings: Findings) -> None:
    if name in ("form", "form-string"):
        part = read_part(word.text, command.files, findings, literal=name == "form-string")
        if part is not None:
            said.parts.append(_as_far_as_known(part, word))
    elif name in DATA:
        said.data += _data(name, word, command, findings)
    elif name == "header":
        read_header(word.text, findings)
    elif name in SECRET:
        findings.secrets |= {piece for piece in (word.text, word.text.rpartition(":")[2]) if piece}
    elif name == "url":
        said.urls.append(word.text)


def _as_far_as_known(part: Part, word: Word) -> Part:
    if not word.lacks or part.name == "image":
        return part
    known = next((name for name in word.lacks if name != COMMAND_OUTPUT), None)
    return replace(part, content=FromEnvironment(known) if known else Unread(f"is {COMMAND_OUTPUT}"), filename=None)


def _data(name: str, word: Word, command: Command, findings: Findings) -> list[str]:
    text = word.text
    if word.lacks and not text.lstrip().startswith("{"):
        findings.ignore(f"--{name}", f"needs {word.lacks[0]}")
        return []
    if text.startswith("@") and name != "data-raw":
        content = command.files.get(text[1:])
        if content is None:
            findings.ignore(f"--{name}", "a file's content is not read")
        return [] if content is None else [content]
    if name == "data-urlencode":
        field_name, equals, value = text.partition("=")
        return [f"{field_name}={quote_plus(value)}" if equals else quote_plus(text)]
    return [text]
