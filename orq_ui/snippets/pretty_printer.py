"""Nested code laid out in lines of at most 100 columns: on one line where it fits, else one item to a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 100


@dataclass(frozen=True)
class Group:
    """Items between two brackets; ``before`` is what precedes the opening one, such as a name."""

    before: str
    brackets: str
    items: tuple[Code, ...]
    padded: bool = False


Code = str | Group


@dataclass(frozen=True)
class Style:
    """How a language breaks its lines. ``trailing`` says whether the last item of a broken group has a comma."""

    indent: int
    trailing: bool = True


def with_prefix(before: str, code: Code) -> Code:
    """Return the same code with something in front."""
    if isinstance(code, str):
        return before + code
    return Group(before + code.before, code.brackets, code.items, code.padded)


def format_lines(code: Code, style: Style, depth: int = 0, after: str = "", *, broken: bool = False) -> list[str]:
    """Lay out; ``after`` follows the last bracket, ``broken`` puts each item on a line of its own in any case."""
    margin = " " * (depth * style.indent)
    short = format_line(code) + after
    if isinstance(code, str) or not code.items or (not broken and len(margin) + columns(short) <= WIDTH):
        return [margin + short]
    inner = [
        line for item, comma in _with_commas(code.items, style) for line in format_lines(item, style, depth + 1, comma)
    ]
    return [margin + code.before + code.brackets[0], *inner, margin + code.brackets[1] + after]


def format_line(code: Code) -> str:
    """Write all on one line."""
    if isinstance(code, str):
        return code
    pad = " " if code.padded and code.items else ""
    return code.before + code.brackets[0] + pad + ", ".join(map(format_line, code.items)) + pad + code.brackets[1]


def columns(text: str) -> int:
    """Return how wide a text is at most: beyond ASCII some characters take two columns."""
    return len(text) + sum(not char.isascii() for char in text)


def _with_commas(items: Sequence[Code], style: Style) -> Iterable[tuple[Code, str]]:
    last = len(items) - 1
    return [(item, "," if index < last or style.trailing else "") for index, item in enumerate(items)]
