"""A change that one click makes: edits of the body, or a conversion of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

from orq_ui.imaging import CONVERSIONS

Path = tuple[str | int, ...]


class _Mark(Enum):
    REMOVE = "remove"


REMOVE: Literal[_Mark.REMOVE] = _Mark.REMOVE
"""The value of an edit that takes its field out of the body."""


@dataclass(frozen=True)
class Edit:
    """Put ``value`` at ``path``, steps in wire names and row numbers; objects on the way are made."""

    path: Path
    value: Any = field(hash=False)


@dataclass(frozen=True)
class Fix:
    """``title`` is a button's label. ``conversion`` is an id of ``imaging.CONVERSIONS``, for the picture."""

    title: str
    edits: tuple[Edit, ...] = ()
    conversion: str | None = None

    @classmethod
    def converting(cls, conversion: str) -> Fix:
        """Make the fix that is a conversion of the picture, under the conversion's own title."""
        return cls(CONVERSIONS[conversion].title, conversion=conversion)

    def apply(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fixed body; the given one stays. An edit whose place is no longer there changes nothing."""
        fixed = dict(body)
        for edit in self.edits:
            fixed = _changed(fixed, edit.path, edit.value)
        return fixed


def _changed(place: Any, path: Path, value: Any) -> Any:
    """Return a copy of the place with the value at the path; only what lies on the way is copied."""
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not isinstance(place, list) or step >= len(place):
            return place
        row = _changed(place[step], rest, value) if rest else value
        return [*place[:step], *([] if row is REMOVE else [row]), *place[step + 1 :]]
    if not isinstance(place, dict) or (value is REMOVE and step not in place):
        return place
    there = place.get(step)
    new = _changed({} if there is None and value is not REMOVE else there, rest, value) if rest else value
    # An object that a removal leaves empty goes with it.
    gone = new is REMOVE or (value is REMOVE and new == {} and there != {})
    return {name: item for name, item in place.items() if name != step} if gone else {**place, step: new}
