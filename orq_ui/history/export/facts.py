"""An error's facts from a manifest, each of the type that its class declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from math import isfinite
from types import MappingProxyType
from typing import Any

from orq_ui.history.error_json import kind_named

HIGHEST_STATUS = 999
"""HTTP statuses have three digits."""


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _status(value: Any) -> bool:
    return type(value) is int and 0 <= value <= HIGHEST_STATUS


def _number(value: Any) -> bool:
    return (type(value) is int and abs(value) < 2**53) or (isinstance(value, float) and isfinite(value))


def _pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(map(_text, pair)) for pair in value
    )


# By the annotation as it is written; the only whole number of an error is its HTTP status.
TYPES = MappingProxyType[str, Callable[[Any], bool]](
    {
        "str": _text,
        "str | None": lambda value: value is None or _text(value),
        "int": _status,
        "float": _number,
        "float | None": lambda value: value is None or _number(value),
        "tuple[tuple[str, str], ...]": _pairs,
    }
)


def checked_facts(value: Any) -> dict[str, Any]:
    """The facts as they are; raises ValueError where one is not of its type.

    A kind that this version does not know is left to :func:`orq_ui.history.error_json.failure`.
    """
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise ValueError("no facts of an error")  # noqa: TRY004 - pydantic reads ValueError
    kind = kind_named(value["kind"])
    if kind is None:
        return {"kind": value["kind"]}
    for item in fields(kind):
        if item.name in value and not TYPES[str(item.type)](value[item.name]):
            raise ValueError(f"{item.name} is no {item.type}")
    return value
