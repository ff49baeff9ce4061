"""Errors of the tree as JSON and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from math import isfinite
from types import MappingProxyType
from typing import Any

from orq_ui import errors
from orq_ui.errors import HistoryUnavailable, InternalError, OrqUiError
from orq_ui.redaction import mask_headers

FIRST_NAMES = {"NotKept": HistoryUnavailable, "Broken": InternalError}
"""Kinds that databases and zips know by the name that the class had first."""
_KINDS = {kind: name for name, kind in FIRST_NAMES.items()}
HIGHEST_STATUS = 999
"""HTTP statuses have three digits."""


def error_to_json(error: OrqUiError) -> dict[str, Any]:
    """Return ``{"kind": "TimedOut", "phase": …, "seconds": …}``."""
    facts = {item.name: getattr(error, item.name) for item in fields(error)}
    if "headers" in facts:
        facts["headers"] = [list(pair) for pair in facts["headers"]]
    return {"kind": _KINDS.get(type(error), type(error).__name__)} | facts


def error_from_json(value: Any) -> OrqUiError:
    """Return the error that had these facts, cookies and credentials in its headers masked.

    Raises ValueError for a fact that is not of its type. An error of a kind or shape that this version does not know
    is an InternalError.
    """
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise ValueError("no error")  # noqa: TRY004 - pydantic reads ValueError
    name, facts = value["kind"], {fact: value[fact] for fact in value if fact != "kind"}
    kind = FIRST_NAMES.get(name) or getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, OrqUiError)):
        return InternalError(name)
    for item in fields(kind):
        if item.name in facts and not TYPES[str(item.type)](facts[item.name]):
            raise ValueError(f"{item.name} is no {item.type}")
    if "headers" in facts:
        facts["headers"] = mask_headers(facts["headers"])
    try:
        return kind(**facts)
    except TypeError:
        return InternalError(name)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_status(value: Any) -> bool:
    return type(value) is int and 0 <= value <= HIGHEST_STATUS


def _is_number(value: Any) -> bool:
    return (type(value) is int and abs(value) < 2**53) or (isinstance(value, float) and isfinite(value))


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(map(_is_text, pair)) for pair in value
    )


# By the annotation as it is written; the only whole number of an error is its HTTP status.
TYPES = MappingProxyType[str, Callable[[Any], bool]](
    {
        "str": _is_text,
        "str | None": lambda value: value is None or _is_text(value),
        "int": _is_status,
        "float": _is_number,
        "float | None": lambda value: value is None or _is_number(value),
        "tuple[tuple[str, str], ...]": _are_pairs,
    }
)
