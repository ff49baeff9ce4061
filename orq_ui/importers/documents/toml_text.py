"""TOML as the JSON values that it stands for."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, at, wrong
from orq_ui.json_safety import nests_deeper

MOST_CHARACTERS = 100_000
"""Python's parser takes a second for them."""
_VALUE = r"(?:[\"'\[{]|[-+\d.]+\s*$|true\b|false\b)"
_NAME = r"[\"']?[\w.-]+[\"']?"
_BLANK = r"(?:\s++|#[^\n]*+\n)*+"
_BEGINS = re.compile(
    rf"{_BLANK}(?:\[{{1,2}}[\w.\"' -]+\]{{1,2}}[ \t]*(?:#[^\n]*)?\n{_BLANK}(?:\[|{_NAME}[ \t]*=[ \t]*\S)"
    rf"|(?:{_NAME}[ \t]*=[ \t]*{_VALUE}[^\n]*\n\s*)+(?:\[{{1,2}}[\w.]+\]|{_NAME}[ \t]*=))",
    re.MULTILINE,
)
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
_TOO_MANY_DIGITS = "is TOML with a number of more digits than Python converts"


def is_toml(text: str) -> bool:
    """Return whether a text begins with a table, or with two plain settings, of which Python has the same."""
    return _BEGINS.match(text) is not None


def parse_toml(text: str) -> dict[str, Any] | None:
    """Return the document, or None for settings that may be Python's; raises InvalidInput with line and column."""
    if len(text) > MOST_CHARACTERS:
        raise wrong(text, 0, f"is TOML of more than {MOST_CHARACTERS:,} characters")
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        if not text.lstrip().startswith("["):
            return None
        found = _PLACE.fullmatch(str(problem))
        place = at(int(found[2]), int(found[3])) if found and found[2] else at(1, 1)
        # Words in quotes may be a key.
        said = found[1].lower() if found and not re.search(r"['\"]", found[1]) else "it is not understood"
        raise InvalidInput(place, f"is not TOML: {said}") from None
    except RecursionError:
        raise wrong(text, 0, TOO_DEEP) from None
    except ValueError:
        raise wrong(text, 0, _TOO_MANY_DIGITS) from None
    if nests_deeper(value, DEEPEST):
        raise wrong(text, 0, TOO_DEEP)
    try:
        made: dict[str, Any] = json.loads(json.dumps(value, default=str))  # dates are texts
    except ValueError:  # a number that was hexadecimal
        raise wrong(text, 0, _TOO_MANY_DIGITS) from None
    return made
