"""JSON in and out, strict enough that nothing read here can fail later."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import NoReturn

from starlette.responses import Response

from orq_ui.json_safety import nests_deeper

DEEPEST = 64
"""Levels of nesting; the contract needs five."""
LONGEST_NUMBER = 40


class InvalidJson(ValueError):
    """Text that is not JSON, or JSON that no JSON writer could give back: NaN, 1e999, a number of a thousand digits."""


def read_json(text: str | bytes) -> object:
    """Parse JSON; raises :class:`InvalidJson`."""
    try:
        value: object = json.loads(text, parse_float=_float, parse_int=_int, parse_constant=_constant)
    except RecursionError as reason:
        raise InvalidJson("nested too deep") from reason
    except ValueError as reason:
        raise InvalidJson(str(reason)) from reason
    if nests_deeper(value, DEEPEST):
        raise InvalidJson("nested too deep")
    return value


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON response. ASCII only, since a lone surrogate that came in as an escape has no UTF-8 form."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return Response(text, status, headers, media_type="application/json")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise InvalidJson(f"{text[:LONGEST_NUMBER]} is out of range")
    return number


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise InvalidJson(f"a number of {len(text)} digits")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise InvalidJson(f"{text} is not JSON")
