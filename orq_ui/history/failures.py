"""Errors of the tree as JSON facts and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from orq_ui import errors
from orq_ui.errors import Broken, OrqUiError


def facts(error: OrqUiError) -> dict[str, Any]:
    """``{"kind": "TimedOut", "phase": …, "seconds": …}``."""
    found = {item.name: getattr(error, item.name) for item in fields(error)}
    if "headers" in found:
        found["headers"] = [list(pair) for pair in found["headers"]]
    return {"kind": type(error).__name__} | found


def failure(stored: dict[str, Any]) -> OrqUiError:
    """The error that had these facts; one of a kind or shape that this version does not know is Broken."""
    given = dict(stored)
    name = given.pop("kind", "")
    kind = getattr(errors, str(name), None)
    if not isinstance(kind, type) or not issubclass(kind, OrqUiError):
        return Broken(str(name))
    try:
        if isinstance(given.get("headers"), list):
            given["headers"] = tuple((str(key), str(value)) for key, value in given["headers"])
        made: OrqUiError = kind(**given)
    except (TypeError, ValueError):
        return Broken(str(name))
    return made
