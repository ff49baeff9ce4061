"""Escapes of bash: those within ``$'…'``, and those of ``printf``'s format. Both are about bytes."""

from __future__ import annotations

import re

_SIMPLE = {"n": 10, "r": 13, "t": 9, "a": 7, "b": 8, "f": 12, "v": 11, "e": 27, "E": 27}
_ANSI = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{1,2})|u(?P<short>[0-9a-fA-F]{1,4})"
    r"|U(?P<long>[0-9a-fA-F]{1,8})|c(?P<control>.)|(?P<sign>.))",
    re.DOTALL,
)
_PERCENT = re.compile("%%")


def ansi(text: str) -> str:
    """``a\\n\\u00e9`` -> the characters; signs that are no escape stay with their backslash."""
    made = bytearray()
    end = 0
    for match in _ANSI.finditer(text):
        made += _bytes(text[end : match.start()]) + _escape(match)
        end = match.end()
    return (bytes(made) + _bytes(text[end:])).decode("utf-8", "replace")


def printf(form: str) -> str | None:
    """What bash's ``printf`` makes of a format alone; None where it asks for an argument."""
    if "%" in form.replace("%%", ""):
        return None
    return ansi(_PERCENT.sub("%", form))


def _escape(match: re.Match[str]) -> bytes:
    if match["octal"]:
        return bytes([int(match["octal"], 8) & 0xFF])
    if match["hex"]:
        return bytes([int(match["hex"], 16)])
    point = match["short"] or match["long"]
    if point:
        code = int(point, 16)
        return _bytes(chr(code)) if code <= 0x10FFFF else _bytes(match[0])
    if match["control"]:
        return bytes([ord(match["control"]) & 0x1F])
    sign = match["sign"]
    if sign in _SIMPLE:
        return bytes([_SIMPLE[sign]])
    return _bytes(sign if sign in "\\'\"?" else match[0])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
