"""Router options as a body spells them: nested in ``orq``, at top level, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orq_ui.errors import InvalidInput

_MAX_NUMBER = 1e15
"""Beyond this a whole number of milliseconds is no longer exact as a float."""

OPTIONS = ("name", "retry", "fallbacks", "fallback_on_codes", "cache", "load_balancer", "timeout")
"""What the router takes both inside ``orq`` and at top level."""


@dataclass(frozen=True)
class OptionValue:
    """A value of a body and its dotted path; ``shadowed`` is the path of the one it won over."""

    value: object
    path: str
    shadowed: str | None = None


class Options:
    """A body's options by path; top level wins for each field on its own.

    Null counts as not given, and so does an empty ``fallback_on_codes``: a form has no part for either at top level.
    """

    def __init__(self, body: Mapping[str, object]) -> None:
        self._levels = [("", body)]
        orq = body.get("orq")
        if orq is not None:
            self._levels.append(("orq.", read_object(OptionValue(orq, "orq"))))

    def has(self, option: str) -> bool:
        """Return whether an option is given at either level, be it as an empty object."""
        return any(level.get(option) is not None for _, level in self._levels)

    def find(self, option: str, field: str | None = None) -> OptionValue | None:
        """Return an option, or one field of it. Raises ``InvalidInput`` for an option that should be an object."""
        found = []
        for prefix, level in self._levels:
            at = OptionValue(level.get(option), prefix + option)
            if field is not None and at.value is not None:
                at = OptionValue(read_object(at).get(field), f"{at.path}.{field}")
            if at.value is not None and not is_empty_codes(option, at.value):
                found.append(at)
        if not found:
            return None
        return OptionValue(found[0].value, found[0].path, found[1].path if len(found) > 1 else None)

    def place(self, option: str, field: str | None = None) -> tuple[str, ...]:
        """Return the path at which a value of an option, or of one field of it, would count.

        Where it is not given that is beside the rest of its object, else at the level that the other options are at:
        ``orq`` if they are at both or at none.
        """
        found = self.find(option, field) or self.find(option)
        if found is not None:
            nested = found.path.startswith("orq.")
        else:
            at_top, *in_orq = [any(level.get(name) is not None for name in OPTIONS) for _, level in self._levels]
            nested = any(in_orq) or not at_top
        return (*(("orq",) if nested else ()), option, *((field,) if field else ()))


def is_empty_codes(option: str, value: object) -> bool:
    """Return whether it is a ``fallback_on_codes`` without codes, which is documented to mean the default list."""
    return option == "fallback_on_codes" and isinstance(value, list | tuple) and not value


def read_object(found: OptionValue) -> Mapping[str, object]:
    """Return the value as an object."""
    if not isinstance(found.value, Mapping):
        raise InvalidInput(found.path, "must be an object")
    return found.value


def read_list(found: OptionValue) -> list[OptionValue]:
    """Return the entries of a list, each with its path (``fallbacks[0]``)."""
    if not isinstance(found.value, list | tuple):
        raise InvalidInput(found.path, "must be a list")
    return [OptionValue(value, f"{found.path}[{index}]") for index, value in enumerate(found.value)]


def read_number(found: OptionValue, *, maximum: float = _MAX_NUMBER) -> float:
    """Return the value as a number from 0 to ``maximum``; true and infinity are none."""
    value = found.value
    # The comparison is false for NaN, and does not overflow on an endless integer as `float` does.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MAX_NUMBER:
        raise InvalidInput(found.path, "must be a number")
    if not 0 <= value <= maximum:
        raise InvalidInput(found.path, f"must be from 0 to {maximum:g}")
    return value


def read_integer(found: OptionValue, *, maximum: int) -> int:
    """Return the value as a whole number from 0 to ``maximum``, spelled ``2`` or ``2.0``."""
    value = read_number(found, maximum=maximum)
    if value != int(value):
        raise InvalidInput(found.path, "must be a whole number")
    return int(value)


def read_text(found: OptionValue) -> str:
    """Return the value as a text."""
    if not isinstance(found.value, str):
        raise InvalidInput(found.path, "must be a text")
    return found.value


def read_model(entry: OptionValue) -> str:
    """Return the ``model`` of an entry such as ``{"model": "openai/dall-e-2"}``."""
    return read_text(OptionValue(read_object(entry).get("model"), f"{entry.path}.model"))
