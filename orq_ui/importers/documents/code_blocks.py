"""The code in a page: blocks of Markdown, AsciiDoc, Jira and forums, ``<pre>`` of HTML, an object amid words."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_BLOCKS = 100
"""Blocks of a page that are looked at."""
_FENCE = re.compile(r"(?P<indent>[ \t>]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)")
_MARKS = re.compile(
    r"^[ \t]*\{(?P<jira>code|noformat)(?::[^{}\n]{0,200})?\}|^[ \t]*\[(?P<forum>code)(?:=[^\]\n]{0,50})?\]"
    r"|^\[(?:source|listing)[^\]\n]{0,200}\][ \t]*\n(?P<ascii>-{4,9}|\.{4,9})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""What opens a block of Jira and Confluence, of a forum, and of AsciiDoc."""
_PRE = re.compile(r"<pre\b[^>]{0,999}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,999}>")
_COMMAND = re.compile(r"\bcurl(?:\.exe)?[ \t]+(?=[\"']?https?:|-|\$|\{\{)(?:[^\n\\]++|\\\n|\\)*+")
_INDENTED = re.compile(r"(?: {4}|\t)(.*)")


@dataclass(frozen=True)
class Block:
    """Some lines of a page: its code without fences and indentation. ``first`` and ``last`` count from 1."""

    code: str
    first: int
    last: int
    language: str = ""


def fenced_blocks(text: str) -> list[Block]:
    """Return the blocks of a page that have marks around them; the last one may be open."""
    found = list(islice(_marked(text), MOST_BLOCKS))
    lines = text.split("\n")
    opened: tuple[int, str, str, str] | None = None
    for number, line in enumerate(lines, 1):
        fence = _FENCE.fullmatch(line)
        if opened is None:
            if fence is not None:
                opened = number, fence["fence"], fence["indent"], fence["info"]
        elif fence is not None and fence["fence"].startswith(opened[1]) and not fence["info"].strip():
            found.append(_block(lines, opened, number - 1))
            opened = None
        elif line.rstrip().endswith(opened[1]):
            # Chats close a block where its last line ends.
            lines[number - 1] = line.rstrip().removesuffix(opened[1])
            found.append(_block(lines, opened, number))
            opened = None
    if opened is not None:
        found.append(_block(lines, opened, len(lines)))
    return [block for block in found if block.code.strip()][:MOST_BLOCKS]


def _marked(text: str) -> Iterator[Block]:
    end = 0
    while opened := _MARKS.search(text, end):
        mark = f"\n{opened['ascii']}" if opened["ascii"] else "[/code]" if opened["forum"] else f"{{{opened['jira']}}}"
        closed = text.lower().find(mark.lower(), opened.end())
        end = len(text) if closed < 0 else closed + len(mark)
        code = text[opened.end() : len(text) if closed < 0 else closed]
        first = text.count("\n", 0, opened.end()) + 1
        yield Block(code, first, first + code.count("\n"))


def _block(lines: list[str], opened: tuple[int, str, str, str], last: int) -> Block:
    first, _, indent, info = opened
    # Within a list the code is indented as its fence is; within a quotation each line has the mark.
    within = re.compile(rf"(?:{re.escape(indent.rstrip())}[ \t]?)?" if ">" in indent else rf"[ \t]{{0,{len(indent)}}}")
    code = [within.sub("", line, count=1) for line in lines[first:last]]
    return Block("\n".join(code), first + 1, last, info.strip().partition(" ")[0].lower())


def loose_blocks(text: str) -> list[Block]:
    """Return what else may be code in a page without fences: ``<pre>``, indented lines, what is among words."""
    found = (
        islice(blocks, MOST_BLOCKS)
        for blocks in (_preformatted(text), _indented(text), _objects(text), _commands(text))
    )
    return [block for blocks in found for block in blocks if block.code.strip()]


def _preformatted(text: str) -> Iterator[Block]:
    end = 0
    while opened := _PRE.search(text, end):
        closed = text.find("</pre", opened.end())
        end = len(text) if closed < 0 else closed
        first = text.count("\n", 0, opened.end()) + 1
        code = html.unescape(_TAG.sub("", re.sub(r"<br\s{0,9}/?>", "\n", text[opened.end() : end])))
        yield Block(code, first, first + code.count("\n"))


def _indented(text: str) -> Iterator[Block]:
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and (_INDENTED.match(lines[end]) or (end > start and not lines[end].strip())):
            end += 1
        if end > start and (start == 0 or not lines[start - 1].strip()):
            code = [re.sub(r"^(?: {4}|\t)", "", line) for line in lines[start:end]]
            yield Block("\n".join(code).rstrip(), start + 1, end)
        start = max(end, start + 1)


def _objects(text: str) -> Iterator[Block]:
    """Yield each JSON object that begins a line, or follows a colon at a line's end."""
    decoder = json.JSONDecoder()
    end = 0
    for _ in range(MOST_BLOCKS):
        start = text.find("{", end)
        if start < 0:
            return
        try:
            end = decoder.raw_decode(text, start)[1]
        except (ValueError, RecursionError):
            end = start + 1
            continue
        first = text.count("\n", 0, start) + 1
        yield Block(text[start:end], first, first + text.count("\n", start, end))


def _commands(text: str) -> Iterator[Block]:
    """Yield each curl command that begins within a line, with the lines that it goes on in."""
    for command in islice(_COMMAND.finditer(text), MOST_BLOCKS):
        first = text.count("\n", 0, command.start()) + 1
        code = command[0]
        quote = text[command.start() - 1 : command.start()]
        if quote and quote in "'\"`":
            # It is itself in quotes: bash -c 'curl …'.
            code = code.partition(quote)[0]
        yield Block(code, first, first + code.count("\n"))
