"""Texts of JavaScript in their three kinds of quotes."""

from __future__ import annotations

import re

from orq_ui.importers.positions import DEEPEST, TOO_DEEP, wrong

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|.))", re.DOTALL
)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
_LINE_ENDS = ("\n", "\r", "\r\n", "\u2028", "\u2029")
_RUN = re.compile(r"[^`\\$]+")
_CODE_RUN = re.compile(r"[^`'\"{}]+")
_QUOTED = {quote: re.compile(rf"{quote}[^{quote}\\\n]*(?:\\.[^{quote}\\\n]*)*{quote}", re.DOTALL) for quote in "'\""}


def unescaped(written: str) -> str:
    """The text between the quotes, its escapes resolved."""
    if "\\" not in written:
        return written
    made = _ESCAPE.sub(_sign, written)
    # Two halves of one sign are written as two escapes.
    return re.sub("[\ud800-\udbff][\udc00-\udfff]", _joined, made)


def _sign(match: re.Match[str]) -> str:
    point = match[1] or match[2] or match[3]
    if point:
        code = int(point, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    if match[4]:
        return chr(int(match[4], 8))
    return "" if match[5] in _LINE_ENDS else _SIGNS.get(match[5], match[5])


def _joined(match: re.Match[str]) -> str:
    return match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def template(text: str, start: int, depth: int = 0) -> tuple[str | None, int]:
    """The text of a template and the place after it; None for one with an expression in it."""
    if depth > DEEPEST // 2:
        raise wrong(text, start, TOO_DEEP)
    place = start + 1
    plain = True
    while place < len(text):
        run = _RUN.match(text, place)
        if run:
            place = run.end()
        elif text[place] == "`":
            written = text[start + 1 : place]
            return (unescaped(written.replace("\r\n", "\n")) if plain else None), place + 1
        elif text.startswith("${", place):
            plain = False
            place = _expression(text, place + 2, depth)
        else:
            place += 2 if text[place] == "\\" else 1
    raise wrong(text, start, "opens a text that is never closed")


def _expression(text: str, place: int, depth: int) -> int:
    """The place after the closing bracket of an expression in a template."""
    start, opened = place, 1
    while place < len(text):
        run = _CODE_RUN.match(text, place)
        if run:
            place = run.end()
            continue
        sign = text[place]
        if sign == "`":
            place = template(text, place, depth + 1)[1]
            continue
        if sign in "'\"":
            found = _QUOTED[sign].match(text, place)
            place = found.end() if found else place + 1
            continue
        opened += 1 if sign == "{" else -1
        place += 1
        if not opened:
            return place
    raise wrong(text, start - 2, "opens a bracket that is never closed")
