"""JavaScript calls whose meaning is known: files, the environment, JSON."""

from __future__ import annotations

from typing import Any

from orq_ui.importers.known_functions import dumped, environment, opened, picture_named
from orq_ui.importers.placeholders import UNDEFINED, FromEnvironment, PictureFile, Unread

_OPENERS = frozenset(
    {
        "openAsBlob",
        "createReadStream",
        "readFileSync",
        "readFile",
        "file",
        "fileFromPath",
        "fileFromSync",
        "readFileAsync",
        "blobFrom",
    }
)


def either(value: Any, other: Any) -> Any:
    """The value of ``value ?? other``."""
    if isinstance(value, FromEnvironment):
        return FromEnvironment(value.name, other if isinstance(other, str) else None)
    return other if isinstance(value, Unread) or value is UNDEFINED else value


def known(name: str, verb: str, arguments: list[Any]) -> Any:
    """What a call gives, where its meaning is known."""
    first = arguments[0] if arguments else None
    if verb == "stringify":
        return dumped(first)
    if verb == "File":
        return picture_named(arguments[1] if len(arguments) > 1 else None, _only(first))
    if verb == "Blob":
        return _only(first)
    if verb in _OPENERS:
        return opened(first)
    if verb in ("get", "env") and "env" in name:
        return environment(first)
    if verb == "toFile":
        return picture_named(arguments[1] if len(arguments) > 1 else None, first)
    if verb == "String":
        return str(first) if isinstance(first, int | float | str) and not isinstance(first, bool) else Unread()
    return Unread("is made by a call, and nothing is run")


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else PictureFile(None)
