"""A raw HTTP message, or an ``.http`` file of an editor's REST client: request line, headers, blank line, body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from orq_ui.importers.documents.http_call import HttpCall, filled, read_call
from orq_ui.importers.headers import VARIATIONS
from orq_ui.importers.imported import Findings
from orq_ui.importers.placeholders import Unread, gap

MOST_MESSAGES = 1_000
"""Messages of a file that are looked at."""
_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_REQUEST_LINE = re.compile(
    rf"^[ \t]*(?P<method>{_METHODS})[ \t]+"
    r"(?P<url>(?:https?://|/|\{\{)\S*(?: \S+\}\}\S*)?)(?:[ \t]+HTTP/[\d.]{1,9})?[ \t]*$",
    re.MULTILINE,
)
_SEPARATOR = re.compile(r"^[ \t]*###[^\n]*$", re.MULTILINE)
_DEFINITION = re.compile(r"^[ \t]*@([\w.-]{1,100})[ \t]*=[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]*(?:#|//)")
_HEADER = re.compile(r"[ \t]*([\w!#$%&'*+.^`|~-]{1,200})[ \t]*:[ \t]*(.*)")
_FILE = re.compile(r"^<(?:@\w*)?[ \t]+(?:[\w.~-]*[/\\][^\n]*|[A-Za-z]:[^\n]+|[^\n]*\.\w{1,9}[ \t]*)$", re.MULTILINE)
_AFTER_THE_BODY = re.compile(
    r"^(?:>>!?[ \t]|<>[ \t]|>[ \t]+(?:\{%|\S+\.js[ \t]*$)|HTTP/[\d.]{1,9} \d{3})", re.MULTILINE
)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,7})(?:;[^\n]{0,200})?\r?(?:\n|$)")
_PSEUDO = re.compile(r"^:?(method|authority|scheme|path):[ \t]*\n?[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_FORM = re.compile(r"\s*[\w.%\[\]-]{1,100}=[^\s&]*(?:\s*&[\w.%\[\]-]{1,200}=[^\s&]*)*\s*")


def is_message(text: str) -> bool:
    """Return whether a text begins as a message does, comments and variables of a file before it."""
    found = _REQUEST_LINE.search(text)
    if found is None:
        return _REQUEST_LINE.search(_from_pseudo_headers(text)) is not None
    lines = [_DEFINITION.sub("", line) for line in text[: found.start()].splitlines()]
    return all(not line.strip() or _COMMENT.match(line) or "{%" in text[: found.start()] for line in lines)


def is_form(text: str) -> bool:
    """Return whether a text is the body of a form alone: multipart, or URL-encoded."""
    start = text.lstrip()
    if start.startswith("--"):
        return re.search(r"^content-disposition:[^\n]{0,99}form-data", start, re.IGNORECASE | re.MULTILINE) is not None
    return _FORM.fullmatch(text) is not None and re.search(r"(?:^|[\s&])model=", text) is not None


def read_message(text: str, findings: Findings) -> dict[str, Any]:
    """Read the body of the message to images/variations; raises InvalidInput where there is none."""
    if _REQUEST_LINE.search(text) is None:
        text = _from_pseudo_headers(text)
    variables: dict[str, str] = {}
    for name, value in _DEFINITION.findall(text):
        variables[name] = filled(value, variables)
    calls = list(_calls(text, variables))
    return read_call(calls, "an HTTP message" if len(calls) < 2 else "a file of HTTP messages", findings)


def _calls(text: str, variables: dict[str, str]) -> Iterator[HttpCall]:
    starts = [0, *(separator.end() for separator in islice(_SEPARATOR.finditer(text), MOST_MESSAGES))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        # The next separator is a comment at the end of this block.
        block = _SEPARATOR.sub("", text[start:end])
        line = _REQUEST_LINE.search(block)
        if line is None:
            continue
        head, body = _parted(block[line.end() :])
        url, headers = line["url"], []
        for written in head.splitlines():
            named = _HEADER.fullmatch(written)
            if _COMMENT.match(written):
                continue
            if named is not None:
                headers.append((named[1], filled(named[2], variables)))
            elif written.strip()[:1] in ("?", "&", "/"):
                url += written.strip()
        host = next((value for name, value in headers if name.lower() == "host"), "")
        url = filled(url, variables)
        yield HttpCall(
            place=f"line {text.count(chr(10), 0, start + line.start()) + 1}" if len(starts) > 1 else "",
            method=line["method"],
            url=f"https://{host}{url}" if url.startswith("/") and host else url,
            headers=tuple(headers),
            text=_body(body, {name.lower(): value for name, value in headers}, variables),
        )


def _parted(rest: str) -> tuple[str, str]:
    """Return the headers below a request line, and the body after the blank line, which may come at once."""
    if rest.startswith("\n\n"):
        return "", rest[2:]
    head, _, body = rest.removeprefix("\n").partition("\n\n")
    return head, body


def _body(text: str, headers: dict[str, str], variables: dict[str, str]) -> str:
    """Return a body with its variables, and with a gap for each file that an editor would put there."""
    end = _AFTER_THE_BODY.search(text)
    text = text[: end.start()] if end else text
    text = _FILE.sub(lambda _: gap(Unread("a file's content is not read")), text).strip("\n")
    if "urlencoded" in headers.get("content-type", ""):
        # Editors let a form go on in the next line.
        text = re.sub(r"\n[ \t]*(?=&)|(?<=&)[ \t]*\n[ \t]*", "", text)
    if headers.get("transfer-encoding", "").strip().lower() == "chunked":
        text = _without_chunks(text)
    return filled(text, variables)


def _without_chunks(text: str) -> str:
    """Return a body without the sizes of its chunks; as it is if they do not add up to it.

    RFC 9112, 7.1. The line breaks of the paste may have lost their carriage returns.
    """
    pieces: list[bytes] = []
    rest = text.encode("utf-8", "surrogatepass")
    while (size := _CHUNK.match(rest)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces).decode("utf-8", "replace")
        pieces.append(rest[size.end() : size.end() + length])
        rest = rest[size.end() + length :].lstrip(b"\r\n")
    return text


def _from_pseudo_headers(text: str) -> str:
    """Return what a browser shows of an HTTP/2 request as a message: ``:method: POST`` and so on."""
    found = dict(_PSEUDO.findall(text[:100_000]))
    if not (":method" in text and VARIATIONS in found.get("path", "")):
        return text
    rest = _PSEUDO.sub("", text).lstrip("\n")
    return f"{found.get('method', 'POST')} https://{found.get('authority', '')}{found['path']}\n{rest}"
