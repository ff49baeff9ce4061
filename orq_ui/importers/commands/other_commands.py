"""Commands other than curl that send a request: HTTPie, xh and wget.

https://httpie.io/docs/cli/request-items
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.commands import shell
from orq_ui.importers.headers import VARIATIONS, read_header, read_url
from orq_ui.importers.imported import Findings
from orq_ui.importers.multipart_fields import JSON, Part, body_of
from orq_ui.importers.placeholders import PictureFile, Unread, file_name, fill_gaps, quote_gaps
from orq_ui.importers.positions import wrong
from orq_ui.importers.raw_body import read_text

_NAMES = ("http", "https", "xh", "xhs", "wget")
_LINE = re.compile(
    rf"^(?:[ \t]*+[\w@.:~/\[\] -]{{0,100}}?[$>%#][ \t]++)?[ \t]*+(?P<name>{'|'.join(_NAMES)})(?=[ \t\\])(?![ \t]*[:=])",
    re.MULTILINE,
)
_ITEM = re.compile(r"(?P<name>(?:[^\\:=@]|\\.)+?)(?P<sign>:=@|:=|==|=@|=|@|:)(?P<value>.*)", re.DOTALL)
_MOST_COMMANDS = 100
_TAKING_A_VALUE = (
    "--auth -a --auth-type -A --session --session-read-only --print -p --pretty --style -s --output -o --verify "
    "--timeout --proxy --cert --cert-key --max-redirects --boundary --raw --format-options --body-file -O "
    "--output-document --tries -t --wait -w --user-agent -U --referer --method"
)
_WITH_VALUE = frozenset(_TAKING_A_VALUE.split())


def find_command(text: str) -> int | None:
    """Return where a line begins whose command is one of these."""
    found = _LINE.search(text)
    return None if found is None else found.start("name")


def read_command(text: str, findings: Findings) -> dict[str, Any]:
    """Read a body; raises InvalidInput with the position."""
    found = _LINE.search(text)
    start, name = (0, "http") if found is None else (found.start("name"), found["name"])
    script = " " * start + text[start:]
    commands = islice(shell.commands(script, name), _MOST_COMMANDS)
    several = [command for command in commands if command.words[:1] == (name,)]
    ours = [command for command in several if any(VARIATIONS in word for word in command.words)]
    command = next(iter([*ours, *several]), None)
    if command is None:
        raise wrong(text, start, f"has no {name} command that can be read")
    if command.mistake is not None:
        raise command.mistake
    words = command.words[1:]
    body = _wget(words, findings) if name == "wget" else _httpie(words, findings)
    if body is None:
        raise wrong(text, start, f"is a {name} command without a field")
    return body


def _wget(words: tuple[str, ...], findings: Findings) -> dict[str, Any] | None:
    data: str | None = None
    for option, value in _options(words, _WITH_VALUE | {"--header", "--post-data", "--body-data", "--post-file"}):
        if option == "--header":
            read_header(fill_gaps(value), findings)
        elif option in ("--post-data", "--body-data"):
            data = value
        elif option in ("--post-file", "--body-file"):
            findings.ignore(option, "a file's content is not read")
        elif not option:
            read_url(fill_gaps(value), findings)
    return None if data is None else read_text(data, findings)


def _options(words: tuple[str, ...], with_value: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each option with its value, and what is none with an empty name."""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word.startswith("--") and equals:
            yield name, value
        elif word.startswith("-") and len(word) > 1:
            yield word, next(rest, "") if word in with_value else ""
        else:
            yield "", word


def _httpie(words: tuple[str, ...], findings: Findings) -> dict[str, Any] | None:
    items: list[str] = []
    raw: str | None = None
    for option, value in _options(words, _WITH_VALUE):
        if not option:
            items.append(value)
        elif option == "--raw":
            raw = value
        elif option in ("--auth", "-a"):
            findings.secrets |= {piece for piece in (value, value.rpartition(":")[2]) if piece}
    if items and re.fullmatch(r"[A-Z]{3,7}", items[0]):
        items = items[1:]
    if items:
        url = fill_gaps(items.pop(0))
        read_url(url if "://" in url else f"https://{url.removeprefix(':')}", findings)
    if raw is not None:
        return read_text(raw, findings)
    parts = [part for item in items if (part := _part(item, findings)) is not None]
    return body_of(parts, findings) if parts else None


def _part(item: str, findings: Findings) -> Part | None:
    found = _ITEM.fullmatch(item)
    if found is None:
        findings.ignore(item, "is no field")
        return None
    name, sign, value = re.sub(r"\\(.)", r"\1", found["name"]), found["sign"], found["value"]
    if sign == ":":
        read_header(f"{name}:{fill_gaps(value)}", findings)
        return None
    if sign == "==":
        return None
    if sign == "@":
        path, _, kind = value.partition(";type=")
        return Part(name, PictureFile(file_name(path)), file_name(path), kind or None)
    if sign in ("=@", ":=@"):
        return Part(name, Unread("a file's content is not read"))
    if sign == ":=":
        _check(name, value)
        return Part(name, value, None, JSON)
    return Part(name, value)


def _check(name: str, value: str) -> None:
    try:
        json.loads(quote_gaps(value))
    except (ValueError, RecursionError):
        raise InvalidInput("line 1, column 1", f"has a field {name[:50]} whose value after := is not JSON") from None
