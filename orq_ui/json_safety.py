"""JSON and text by others within what every reader, database and encoder can take."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NoReturn

from pydantic import PlainValidator

MAX_DEPTH = 100
"""Levels that no JSON of ours or of the router's needs, and that every reader of it can take."""
# Possessive, so that no position is remembered to come back to: those of a long string fill the memory.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - pydantic reads ValueError
    return value


AnyText = Annotated[str, PlainValidator(_text)]
"""Text in a pydantic model that may hold lone surrogates, which pydantic's own ``str`` refuses."""


def nests_deeper(value: Any, levels: int) -> bool:
    """Return whether objects and lists are nested on more levels than that; a plain value has none."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(levels):
        level = [child for parent in level for child in _children(parent) if isinstance(child, dict | list)]
    return bool(level)


def text_nests_deeper(text: str, levels: int) -> bool:
    """Return the same of a JSON text, before a parser recurses into it: brackets inside strings do not count."""
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > levels:
                return True
        elif token[0] in "]}":
            depth -= 1
    return False


def parse_json(text: str | bytes, max_depth: int = MAX_DEPTH) -> Any:
    """Parse JSON. Raises ValueError for what is none, or is nested on more levels than ``max_depth``."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if nests_deeper(value, max_depth):
        raise ValueError("nested too deeply")
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is out of range")
    return number


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


STRICT: Mapping[str, Any] = {"parse_float": _finite, "parse_constant": _refuse}
"""Arguments of ``json.loads`` with which NaN and 1e999, which no JSON writer could give back, are ValueErrors."""


def encode_utf8(text: str) -> bytes:
    """Encode as UTF-8, each lone surrogate as its escape: it has no UTF-8 form, and JSON writes it so too."""
    return text.encode("utf-8", "backslashreplace")


def escape_surrogates(text: str) -> str:
    """Return the text with each lone surrogate as its escape."""
    return encode_utf8(text).decode()


def escape_surrogates_in(value: Any) -> Any:
    """Return a JSON value with each lone surrogate as its escape, in names and texts at every level."""
    if isinstance(value, dict):
        return {escape_surrogates(name): escape_surrogates_in(item) for name, item in value.items()}
    if isinstance(value, list):
        return [escape_surrogates_in(item) for item in value]
    return escape_surrogates(value) if isinstance(value, str) else value


def whole_numbers(value: Any) -> Any:
    """Return a JSON value with ``2`` for ``2.0`` at every level: JSON has one kind of number."""
    if isinstance(value, Mapping):
        return {str(name): whole_numbers(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _children(value: dict[str, Any] | list[Any]) -> Iterator[Any]:
    yield from value.values() if isinstance(value, dict) else value
