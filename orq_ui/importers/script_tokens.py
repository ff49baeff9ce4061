"""TypeScript and JavaScript as tokens, with the partner of every bracket known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orq_ui.importers.positions import DEEPEST, TOO_DEEP, wrong
from orq_ui.importers.script_texts import template, unescaped

MOST_TOKENS = 50_000
_BLANK = re.compile(r"(?:\s|\ufeff|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(
    r"0[xX][0-9a-fA-F_]{1,300}|0[bB][01_]{1,999}|0[oO][0-7_]{1,300}|(?:[0-9][0-9_]{0,4000}(?:\.[0-9_]{0,999})?|\.[0-9_]{1,999})(?:[eE][+-]?[0-9]{1,4})?n?"
)
_NAME = re.compile(r"[\w$#@]+")
_TEXT = {quote: re.compile(rf"{quote}([^{quote}\\\n]*(?:\\.[^{quote}\\\n]*)*){quote}", re.DOTALL) for quote in "'\""}
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_SIGN = re.compile(r"=>|\?\.|\?\?=?|\.\.\.|&&|\|\||[=!]==?|[<>]=|\+\+|--|[+\-*/%|&]=|.", re.DOTALL)
_CLOSES = {")": "(", "]": "[", "}": "{"}
_BEFORE_REGEX = frozenset(["(", ",", "=", ":", "[", "!", "&", "|", "?", "{", "}", ";", "=>", "&&", "||", "return"])


@dataclass(frozen=True)
class Token:
    """``kind`` is ``text``, ``number``, ``name`` or ``sign``; ``value`` is the text's or number's own value."""

    kind: str
    value: str | int | float
    index: int


@dataclass(frozen=True)
class Script:
    """Tokens in order; ``partner`` leads from an opening bracket's place to the closing one's."""

    text: str
    tokens: tuple[Token, ...]
    partner: dict[int, int]


def read_script(text: str) -> Script:
    """Split code; raises InvalidInput where a text, a comment or a bracket is not closed."""
    tokens: list[Token] = []
    partner: dict[int, int] = {}
    opened: list[int] = []
    place = 0
    while place < len(text):
        blank = _BLANK.match(text, place)
        if blank:
            place = blank.end()
            continue
        token, place = _token(text, place, tokens[-1] if tokens else None)
        if token.kind == "sign":
            _pair(text, token, len(tokens), tokens, opened, partner)
        tokens.append(token)
        if len(tokens) > MOST_TOKENS:
            raise wrong(text, place, f"has more than {MOST_TOKENS:,} words of code")
    if opened:
        raise wrong(text, tokens[opened[-1]].index, "opens a bracket that is never closed")
    return Script(text, tuple(tokens), partner)


def _token(text: str, place: int, before: Token | None) -> tuple[Token, int]:
    sign = text[place]
    if sign in "'\"":
        found = _TEXT[sign].match(text, place)
        if found is None:
            raise wrong(text, place, "opens a text that is never closed")
        return Token("text", unescaped(found[1]), place), found.end()
    if sign == "`":
        value, end = template(text, place)
        return Token("name" if value is None else "text", "`" if value is None else value, place), end
    if text.startswith("/*", place):
        raise wrong(text, place, "opens a comment that is never closed")
    found = _NUMBER.match(text, place)
    if found:
        return Token("number", _number(found[0]), place), found.end()
    found = _NAME.match(text, place)
    if found:
        return Token("name", found[0], place), found.end()
    if sign == "/" and (before is None or before.value in _BEFORE_REGEX):
        found = _REGEX.match(text, place)
        if found:
            return Token("name", "/", place), found.end()
    found = _SIGN.match(text, place)
    end = found.end() if found else place + 1
    return Token("sign", text[place:end], place), end


def _pair(
    text: str, token: Token, number: int, tokens: list[Token], opened: list[int], partner: dict[int, int]
) -> None:
    if token.value in ("(", "[", "{"):
        opened.append(number)
        if len(opened) > DEEPEST:
            raise wrong(text, token.index, TOO_DEEP)
    elif token.value in _CLOSES:
        if not opened or tokens[opened[-1]].value != _CLOSES[str(token.value)]:
            raise wrong(text, token.index, "closes a bracket that was not opened")
        partner[opened.pop()] = number


def _number(written: str) -> int | float:
    digits = written.replace("_", "").removesuffix("n") if written[:2] not in ("0x", "0X") else written.replace("_", "")
    if digits[:2].lower() in ("0x", "0b", "0o"):
        return int(digits, 0) if len(digits) > 2 else 0
    return int(digits) if digits.isdecimal() else float(digits)
