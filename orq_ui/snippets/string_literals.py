"""Texts as each language writes them; what cannot be seen, or turns the reading direction, is always escaped."""

from __future__ import annotations

import json
import re
from math import isfinite

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def python_text(text: str) -> str:
    """A Python string, in the quotes that the formatter would choose."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_python_sign(sign, quote) for sign in text) + quote


def python_number(value: float) -> str:
    """A number as the formatter writes it; Python has no literal for what is not finite."""
    if isinstance(value, float) and not isfinite(value):
        return f'float("{value}")'
    return repr(value).replace("e+", "e")


def json_text(text: str) -> str:
    """A JSON string, which JavaScript reads too."""
    return "".join(sign if sign.isprintable() else _utf16(sign) for sign in json.dumps(text, ensure_ascii=False))


def json_number(value: float) -> str:
    """A number as JSON writes it; ``NaN`` and ``Infinity`` are JavaScript's only."""
    return json.dumps(value)


def script_key(name: str) -> str:
    """A key of an object literal in JavaScript."""
    if name == "__proto__":
        # Written plainly, it would set the prototype instead of a member.
        return '["__proto__"]'
    return name if _IDENTIFIER.fullmatch(name) else json_text(name)


def shell_text(text: str) -> str:
    """One word of bash. NUL cannot stand in a word at all."""
    if text.isprintable():
        return "'" + text.replace("'", r"'\''") + "'"
    return "$'" + "".join(_shell_sign(sign) for sign in text) + "'"


def printf_format(text: str) -> str:
    """A word that bash's own ``printf`` turns back into the text, NUL and all."""
    return "'" + "".join(_printf_sign(sign) for sign in text) + "'"


def _python_sign(sign: str, quote: str) -> str:
    if sign == quote or sign == "\\":
        return "\\" + sign
    return sign if sign.isprintable() else repr(sign)[1:-1]


def _shell_sign(sign: str) -> str:
    if sign in "\\'":
        return "\\" + sign
    if sign in "\n\r\t":
        return json.dumps(sign)[1:-1]
    return sign if sign.isprintable() else _octal(sign)


def _printf_sign(sign: str) -> str:
    if sign in "\\%":
        return sign * 2
    if sign == "'":
        return r"'\''"
    return sign if sign.isprintable() else _octal(sign)


def _octal(sign: str) -> str:
    # By byte: what bash's \u means depends on the locale.
    return "".join(f"\\{byte:03o}" for byte in sign.encode("utf-8", "surrogatepass"))


def _utf16(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
