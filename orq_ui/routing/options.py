"""Router options as a body spells them: nested in ``orq``, at top level, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orq_ui.errors import InvalidInput

_MOST = 1e15
"""Beyond this a whole number of milliseconds is no longer exact as a float."""


@dataclass(frozen=True)
class Found:
    """A value of a body and its dotted path; ``shadowed`` is the path of the one it won over."""

    value: object
    path: str
    shadowed: str | None = None


class Options:
    """A body's options by path; top level wins for each field on its own, and null counts as not given."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self._levels = [("", body)]
        orq = body.get("orq")
        if orq is not None:
            self._levels.append(("orq.", mapping(Found(orq, "orq"))))

    def has(self, option: str) -> bool:
        """Whether an option is given at either level, be it as an empty object."""
        return any(level.get(option) is not None for _, level in self._levels)

    def find(self, option: str, field: str | None = None) -> Found | None:
        """An option, or one field of it. Raises ``InvalidInput`` where the option should be an object and is not."""
        found = []
        for prefix, level in self._levels:
            at = Found(level.get(option), prefix + option)
            if field is not None and at.value is not None:
                at = Found(mapping(at).get(field), f"{at.path}.{field}")
            if at.value is not None:
                found.append(at)
        if not found:
            return None
        return Found(found[0].value, found[0].path, found[1].path if len(found) > 1 else None)


def mapping(found: Found) -> Mapping[str, object]:
    """The value as an object."""
    if not isinstance(found.value, Mapping):
        raise InvalidInput(found.path, "must be an object")
    return found.value


def items(found: Found) -> list[Found]:
    """The entries of a list, each with its path (``fallbacks[0]``)."""
    if not isinstance(found.value, list | tuple):
        raise InvalidInput(found.path, "must be a list")
    return [Found(value, f"{found.path}[{place}]") for place, value in enumerate(found.value)]


def number(found: Found, *, most: float = _MOST) -> float:
    """A number from 0 to ``most``; ``2`` and ``2.0`` are the same, true and infinity are none."""
    value = found.value
    # The comparison is false for NaN, and does not overflow on an endless integer as `float` does.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MOST:
        raise InvalidInput(found.path, "must be a number")
    if not 0 <= value <= most:
        raise InvalidInput(found.path, f"must be from 0 to {most:g}")
    return value


def whole(found: Found, *, most: int) -> int:
    """A whole number from 0 to ``most``, spelled ``2`` or ``2.0``."""
    value = number(found, most=most)
    if value != int(value):
        raise InvalidInput(found.path, "must be a whole number")
    return int(value)


def text(found: Found) -> str:
    """The value as a text."""
    if not isinstance(found.value, str):
        raise InvalidInput(found.path, "must be a text")
    return found.value


def model_of(entry: Found) -> str:
    """The ``model`` of an entry such as ``{"model": "openai/dall-e-2"}``."""
    return text(Found(mapping(entry).get("model"), f"{entry.path}.model"))
