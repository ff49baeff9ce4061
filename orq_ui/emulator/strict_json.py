"""JSON in and out, strict enough that nothing read here can fail later."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import NoReturn

from starlette.responses import Response

DEEPEST = 64
"""Levels of nesting; the contract needs five."""
LONGEST_NUMBER = 40


class BadJson(ValueError):
    """Text that is not JSON, or JSON that no JSON writer could give back: NaN, 1e999, a number of a thousand digits."""


def read_json(text: str | bytes) -> object:
    """Parse JSON; raises :class:`BadJson`."""
    try:
        value: object = json.loads(text, parse_float=_float, parse_int=_int, parse_constant=_constant)
    except RecursionError as reason:
        raise BadJson("nested too deep") from reason
    except ValueError as reason:
        raise BadJson(str(reason)) from reason
    if _depth(value) > DEEPEST:
        raise BadJson("nested too deep")
    return value


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer. ASCII only, since a lone surrogate that came in as an escape has no UTF-8 form."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return Response(text, status, headers, media_type="application/json")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise BadJson(f"{text[:LONGEST_NUMBER]} is out of range")
    return number


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise BadJson(f"a number of {len(text)} digits")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise BadJson(f"{text} is not JSON")


def _depth(value: object) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        item, level = waiting.pop()
        if isinstance(item, dict | list):
            deepest = max(deepest, level)
            children = item.values() if isinstance(item, dict) else item
            waiting += [(child, level + 1) for child in children]
    return deepest
