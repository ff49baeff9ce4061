"""JSON values as literals of each language; what cannot be seen, or turns the reading direction, is always escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from orq_ui.snippets.pretty_printer import Code, Group, Style, with_prefix

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


@dataclass(frozen=True)
class LiteralWriter:
    """How a language writes JSON's kinds of values. ``NaN`` and ``Infinity`` are no JSON, but JavaScript reads them."""

    constants: Mapping[bool | None, str]
    number: Callable[[float], str]
    text: Callable[[str], str]
    key: Callable[[str], str]
    style: Style
    padded: bool = False

    def __call__(self, value: Any) -> Code:
        """Write a value."""
        if isinstance(value, Mapping):
            members = tuple(with_prefix(f"{self.key(name)}: ", self(member)) for name, member in value.items())
            return Group("", "{}", members, padded=self.padded)
        if isinstance(value, list | tuple):
            return Group("", "[]", tuple(self(item) for item in value))
        if value is None or isinstance(value, bool):
            return self.constants[value]
        return self.text(value) if isinstance(value, str) else self.number(value)


def python_text(text: str) -> str:
    """Write a Python string, in the quotes that the formatter would choose."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_python_char(char, quote) for char in text) + quote


def python_number(value: float) -> str:
    """Write a number as the formatter does; Python has no literal for what is not finite."""
    if isinstance(value, float) and not isfinite(value):
        return f'float("{value}")'
    return repr(value).replace("e+", "e")


def json_text(text: str) -> str:
    """Write a JSON string, which JavaScript reads too."""
    return "".join(char if char.isprintable() else _utf16(char) for char in json.dumps(text, ensure_ascii=False))


def javascript_key(name: str) -> str:
    """Write a key of an object literal in JavaScript."""
    if name == "__proto__":
        # Written plainly, it would set the prototype instead of a member.
        return '["__proto__"]'
    return name if _IDENTIFIER.fullmatch(name) else json_text(name)


def shell_text(text: str) -> str:
    """Write one word of bash. NUL cannot be in a word at all."""
    if text.isprintable():
        return "'" + text.replace("'", r"'\''") + "'"
    return "$'" + "".join(_shell_char(char) for char in text) + "'"


def printf_format(text: str) -> str:
    """Write a word that bash's own ``printf`` turns back into the text, NUL included."""
    return "'" + "".join(_printf_char(char) for char in text) + "'"


def _python_char(char: str, quote: str) -> str:
    if char == quote or char == "\\":
        return "\\" + char
    return char if char.isprintable() else repr(char)[1:-1]


def _shell_char(char: str) -> str:
    if char in "\\'":
        return "\\" + char
    if char in "\n\r\t":
        return json.dumps(char)[1:-1]
    return char if char.isprintable() else _octal(char)


def _printf_char(char: str) -> str:
    if char in "\\%":
        return char * 2
    if char == "'":
        return r"'\''"
    return char if char.isprintable() else _octal(char)


def _octal(char: str) -> str:
    # By byte: what bash's \u means depends on the locale.
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogatepass"))


def _utf16(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


_JAVASCRIPT_CONSTANTS: Mapping[bool | None, str] = {True: "true", False: "false", None: "null"}
PYTHON = LiteralWriter(
    constants={True: "True", False: "False", None: "None"},
    number=python_number,
    text=python_text,
    key=python_text,
    style=Style(indent=4),
)
JAVASCRIPT = LiteralWriter(
    constants=_JAVASCRIPT_CONSTANTS,
    number=json.dumps,
    text=json_text,
    key=javascript_key,
    style=Style(indent=2),
    padded=True,
)
JSON = LiteralWriter(
    constants=_JAVASCRIPT_CONSTANTS,
    number=json.dumps,
    text=json_text,
    key=json_text,
    style=Style(indent=2, trailing=False),
)
