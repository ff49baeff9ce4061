"""Errors of the tree as JSON facts and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from orq_ui import errors
from orq_ui.errors import HistoryUnavailable, InternalError, OrqUiError

FIRST_NAMES = {"NotKept": HistoryUnavailable, "Broken": InternalError}
"""Kinds that databases and zips know by the name that the class had first."""
_KINDS = {kind: name for name, kind in FIRST_NAMES.items()}


def kind_named(name: str) -> type[OrqUiError] | None:
    """Return the class that a stored kind stands for, or None for one that this version does not know."""
    kind = FIRST_NAMES.get(name) or getattr(errors, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, OrqUiError) else None


def facts(error: OrqUiError) -> dict[str, Any]:
    """``{"kind": "TimedOut", "phase": …, "seconds": …}``."""
    found = {item.name: getattr(error, item.name) for item in fields(error)}
    if "headers" in found:
        found["headers"] = [list(pair) for pair in found["headers"]]
    return {"kind": _KINDS.get(type(error), type(error).__name__)} | found


def failure(stored: dict[str, Any]) -> OrqUiError:
    """The error that had these facts; one of a kind or shape that this version does not know is InternalError."""
    given = dict(stored)
    name = given.pop("kind", "")
    kind = kind_named(str(name))
    if kind is None:
        return InternalError(str(name))
    try:
        if isinstance(given.get("headers"), list):
            given["headers"] = tuple((str(key), str(value)) for key, value in given["headers"])
        made: OrqUiError = kind(**given)
    except (TypeError, ValueError):
        return InternalError(str(name))
    return made
