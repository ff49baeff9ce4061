"""JSON in and out, strict enough that nothing read here can fail later."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

from orq_ui.json_safety import STRICT, nests_deeper

DEEPEST = 64
"""Levels of nesting; the contract needs five."""
LONGEST_NUMBER = 40


def read_json(text: str | bytes) -> object:
    """Parse JSON; raises ValueError, also for what no JSON writer could give back, or a number of a thousand digits."""
    try:
        value: object = json.loads(text, parse_int=_int, **STRICT)
    except RecursionError as reason:
        raise ValueError("nested too deep") from reason
    if nests_deeper(value, DEEPEST):
        raise ValueError("nested too deep")
    return value


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON response. ASCII only, since a lone surrogate that came in as an escape has no UTF-8 form."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return Response(text, status, headers, media_type="application/json")


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} digits")
    return int(text)
