"""A curl line, from a terminal, a page of documentation or a browser's developer tools."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, islice
from typing import Any
from urllib.parse import quote_plus

from orq_ui.importers.commands import cmd, powershell, shell
from orq_ui.importers.commands.shell import Command
from orq_ui.importers.headers import VARIATIONS, read_header, read_named_header, read_url
from orq_ui.importers.imported import Findings
from orq_ui.importers.multipart_fields import Part, body_of
from orq_ui.importers.placeholders import FromEnvironment, PictureFile, Unread, file_name, fill_gaps, gap
from orq_ui.importers.positions import wrong
from orq_ui.importers.raw_body import read_text
from orq_ui.importers.typography import straightened_command

MOST_COMMANDS = 100
MOST_OF_WINDOWS = 200_000
"""Characters of a command; Windows itself takes less."""
_PROMPT = r"[ \t]*+(?:[\w@.:~/\[\] -]{0,100}?[$>%#][ \t]++|PS[^>\n]{0,200}>[ \t]*+|[A-Za-z]:\\[^>\n\"]{0,200}>[ \t]*+)"
_WINDOWS_PATH = r"(?:&[ \t]*)?[\"']?[A-Za-z]:\\[^\"'>\n]{0,200}\\"
_LINE = re.compile(
    rf"^(?:{_PROMPT})?[ \t]*+"
    r"(?:[^'\"\n]{0,200}?(?:[;&|!{(]|\b(?:do|then|else|if|while|time|sudo|exec|command)\b)[ \t]*)?"
    r"(?:(?:export|local|readonly|declare)[ \t]+)?"
    r"(?:\w{1,64}=(?:[^\s'\"]{0,9999}[ \t]+|[\"']?(?:\$\(|`)[ \t]*)){0,9}"  # variables for curl alone, or of its output
    rf"(?:[\w./~-]{{0,200}}/|{_WINDOWS_PATH})?curl(?:\.exe)?[\"']?(?=[\s^`]|$)",
    re.MULTILINE,
)
_BY_ITS_PATH = re.compile(rf"{_WINDOWS_PATH}curl(?:\.exe)?[\"']?(?=\s)", re.IGNORECASE)
_LINE_GOES_ON = re.compile(r"(?<![ \t])[ \t]*+[\\^`][ \t]*\Z")
"""At the end of a text: the rest of the command was not copied, or there was none."""
_TEMPLATE = re.compile(r"\$?\{\{\s{0,9}([\w.$-]{1,200})\s{0,9}\}\}")
_PLACE = re.compile("\ufdd2([0-9]{1,6})\ufdd3")
"""A template in a command, by its number."""
_PROMPTED = re.compile(_PROMPT + r"(?=\S)")
_BLANK_AFTER_BACKSLASH = re.compile(r"\\([ \t]+)\n(?=[ \t]*-)")
_COMMENT_WITHIN = re.compile(r"\\[ \t]*\n[ \t]*#[^\n]*\n(?=[ \t]*-)")
"""A comment amid the options, which ends the command although it was not meant to."""
_CURL = re.compile(r"(?:.{0,200}[/\\])?curl(?:\.exe)?", re.IGNORECASE)

_SHORT_WITH_VALUE = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
_LONG = {"H": "header", "F": "form", "d": "data", "u": "user", "U": "proxy-user", "b": "cookie", "E": "cert"}
_DATA = frozenset({"data", "data-raw", "data-ascii", "data-binary", "data-urlencode", "json"})
_CREDENTIALS = frozenset(
    {"user", "oauth2-bearer", "cookie", "proxy-user", "pass", "proxy-pass", "proxy-header", "header"}
)
_CREDENTIALS |= {"cert", "proxy-cert", "tlspassword", "proxy-tlspassword"}
_WITHOUT_MEANING = (
    "user-agent request url cookie-jar continue-at dump-header referer config max-time connect-timeout output "
    "ftp-port quote range telnet-option upload-file write-out proxy speed-limit speed-time time-cond cacert capath "
    "cert-type ciphers retry retry-delay retry-max-time resolve connect-to interface limit-rate max-redirs key "
    "key-type noproxy output-dir parallel-max proto proto-default rate socks5 socks5-hostname stderr trace "
    "trace-ascii unix-socket tls-max url-query variable expect100-timeout keepalive-time happy-eyeballs-timeout-ms "
    "aws-sigv4 dns-servers engine max-filesize netrc-file pinnedpubkey tls13-ciphers create-file-mode"
)
_LONG_WITH_VALUE = frozenset(_WITHOUT_MEANING.split()) | _DATA | _CREDENTIALS | {"form", "form-string"}
"""A word after such an option is no URL."""


def find_curl(text: str) -> int | None:
    """Return where a line begins whose command is curl."""
    found = _LINE.search(text)
    return None if found is None else found.start()


def read_curl(text: str, findings: Findings) -> dict[str, Any]:
    """Read a body; raises InvalidInput with the position."""
    text = _LINE_GOES_ON.sub("", straightened_command(text).rstrip())
    start = find_curl(text) or 0
    command = _with_templates(text, start)
    commented = _COMMENT_WITHIN.search(text, start)
    if commented is not None:
        line = text.count("\n", 0, commented.end()) + 1
        findings.ignore(f"line {line}", "comes after a comment, which ends the command")
    if command.mistake is not None:
        raise command.mistake
    first = next((place for place, word in enumerate(command.words) if _CURL.fullmatch(word)), 0)
    parts: list[Part] = []
    data: list[str] = []
    glue = "&"
    for name, value in _options(command.words[first + 1 :]):
        if name in ("form", "form-string"):
            part = _part(value, command.files, findings, literal=name == "form-string")
            parts += [] if part is None else [part]
        elif name in _DATA:
            glue = "" if name == "json" else "&"
            data += _data(name, value, command.files, findings)
        elif name in _CREDENTIALS:
            _read_credentials(name, fill_gaps(value), findings)
        elif name == "url":
            read_url(fill_gaps(value), findings)
    if not (parts or data):
        raise wrong(text, start, _without_field(findings))
    body = body_of(parts, findings)
    return (read_text(glue.join(data), findings) if data else {}) | body


def _read_credentials(name: str, value: str, findings: Findings) -> None:
    """Take the key out of a header, of cookies, or of a user with a password."""
    if name.endswith("header"):
        read_header(value, findings)
    elif name == "cookie":
        # Without a = it is the name of a file with cookies.
        read_named_header(name, value if "=" in value else "", findings)
    elif name.endswith("cert"):
        _, colon, password = value.rpartition(":")
        if colon and not re.search(r"[\\/]", password):  # else it is a path such as C:\own.pem
            findings.secrets.add(password)
    else:
        findings.secrets |= {piece for piece in (value, value.rpartition(":")[2]) if piece and "…" not in piece}


def _with_templates(text: str, start: int) -> Command:
    """Return the command with a gap for each ``{{name}}``, whose sign of a variable a shell would expand itself."""
    names = dict(enumerate(found[1] for found in _TEMPLATE.finditer(text)))
    places = count()
    command = _command(_TEMPLATE.sub(lambda _: f"\ufdd2{next(places)}\ufdd3", text), start)
    if not names:
        return command

    def filled(word: str) -> str:
        return _PLACE.sub(lambda found: gap(FromEnvironment(names.get(int(found[1]), ""))), word)

    return command.changed(filled)


def _without_field(findings: Findings) -> str:
    if any(note.path in {f"--{name}" for name in _DATA} for note in findings.notes):
        return "is a curl line whose data is in a file: paste what is in that file instead"
    return "is a curl line without a field: no --form and no --data"


def _command(text: str, start: int) -> Command:
    # Prompts such as `$ ` in front of a line are not part of the command; blanks keep the positions.
    prompt = _PROMPTED.match(text, start)
    if prompt:
        text = text[:start] + " " * len(prompt[0]) + text[prompt.end() :].replace("\n> ", "\n  ")
    text = text[:start] + _BY_ITS_PATH.sub(lambda path: "curl".rjust(len(path[0])), text[start:], count=1)
    line = " " * start + text[start:]
    of_cmd = cmd.is_written_in(line)
    if of_cmd or powershell.is_written_in(line):
        if len(text) - start > MOST_OF_WINDOWS:
            raise wrong(text, start, f"has more than {MOST_OF_WINDOWS:,} characters, and no command of Windows has")
        several = cmd.commands(line) if of_cmd else powershell.commands(line)
    else:
        several = shell.commands(_BLANK_AFTER_BACKSLASH.sub(r"\1\\\n", text), "curl")
    found: list[Command] = []
    for command in islice(several, MOST_COMMANDS):
        if any(_CURL.fullmatch(word) for word in command.words):
            found.append(command)
            if any(VARIATIONS in word for word in command.words):
                return command
    if not found:
        raise wrong(text, start, "has no curl command that can be read")
    return found[0]


def _options(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield every option by its long name, with its value; a URL is named ``url``."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word[2:].partition("=")
            yield name, value if equals else (next(rest, "") if name in _LONG_WITH_VALUE else "")
        elif word.startswith("-") and len(word) > 1:
            flags = re.match(f"-([^{''.join(_SHORT_WITH_VALUE)}]*)(.?)(.*)", word, re.DOTALL)
            if flags is not None and flags[2]:
                yield _LONG.get(flags[2], flags[2]), flags[3] or next(rest, "")
        elif word.strip():
            yield "url", word


def _data(name: str, text: str, files: Mapping[str, str], findings: Findings) -> list[str]:
    if text.startswith("@") and name != "data-raw":
        content = files.get(text[1:])
        if content is None:
            findings.ignore(f"--{name}", "a file's content is not read")
        return [] if content is None else [content]
    if name == "data-urlencode":
        field_name, equals, value = text.partition("=")
        return [f"{field_name}={quote_plus(value)}" if equals else quote_plus(text)]
    return [text]


_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"([^;]*)', re.DOTALL)
_SETTING = re.compile(r"\s*(type|filename|headers|encoder)=\s*(.*)", re.DOTALL)


def _part(text: str, files: Mapping[str, str], findings: Findings, *, literal: bool) -> Part | None:
    """Take ``name=content;type=…`` apart as curl does; None, with a note, for what is no part."""
    name, equals, rest = text.partition("=")
    if not equals:
        findings.ignore("--form", "has no = between name and content")
        return None
    mark = "" if literal else rest[:1]
    if literal:
        return Part(name, rest)
    if mark not in ("@", "<"):
        return _with_settings(name, rest)
    part = _with_settings(name, rest[1:])
    path = str(part.content)
    if path in files:
        return replace(part, content=files[path])
    if mark == "<":
        return replace(part, content=Unread("a file's content is not read"))
    return replace(part, content=PictureFile(file_name(path)), filename=part.filename or file_name(path))


def _with_settings(name: str, rest: str) -> Part:
    content, rest = _value(rest)
    settings: dict[str, str] = {}
    last = ""
    while rest:
        # What follows a type and is no setting of its own belongs to the type: `;charset=utf-8`.
        setting = _SETTING.match(rest)
        value, rest = _value(setting[2] if setting else rest)
        if setting:
            last = setting[1]
            settings[last] = value
        elif last == "type":
            settings[last] += f";{value}"
    return Part(name, content, settings.get("filename"), settings.get("type"))


def _value(text: str) -> tuple[str, str]:
    """Return a value up to the next semicolon, and what follows that."""
    start = text.lstrip(" \t")
    quoted = _QUOTED.match(start)
    if quoted:
        return re.sub(r'\\([\\"])', r"\1", quoted[1]), start[quoted.end() + 1 :]
    value, _, rest = start.partition(";")
    return value.rstrip(), rest
