"""Edits of a JSON body by path: a value put somewhere, appended to a list, or taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Path = tuple[str | int, ...]
APPEND = "-"
"""The last step of a path to what comes after the last row of a list, as in RFC 6902."""


class _Mark(Enum):
    REMOVE = "remove"


REMOVE: Literal[_Mark.REMOVE] = _Mark.REMOVE
"""The value of an edit that takes its field out of the body."""


@dataclass(frozen=True)
class Edit:
    """Put ``value`` at ``path``, steps in wire names and row numbers; objects on the way are made."""

    path: Path
    value: Any = field(hash=False)


def apply_edits(body: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """Return the changed body; the given one stays. An edit whose place is no longer there changes nothing."""
    changed = dict(body)
    for edit in edits:
        changed = _changed(changed, edit.path, edit.value)
    return changed


def _changed(place: Any, path: Path, value: Any) -> Any:
    """Return a copy of the place with the value at the path; only what lies on the way is copied."""
    step, rest = path[0], path[1:]
    if isinstance(place, list):
        if step == APPEND and not rest and value is not REMOVE:
            return [*place, value]
        if not isinstance(step, int) or step >= len(place):
            return place
        row = _changed(place[step], rest, value) if rest else value
        return [*place[:step], *([] if row is REMOVE else [row]), *place[step + 1 :]]
    if not isinstance(place, dict) or isinstance(step, int) or (value is REMOVE and step not in place):
        return place
    there = place.get(step)
    new = _changed({} if there is None and value is not REMOVE else there, rest, value) if rest else value
    # An object that a removal leaves empty goes with it.
    gone = new is REMOVE or (value is REMOVE and new == {} and there != {})
    return {name: item for name, item in place.items() if name != step} if gone else {**place, step: new}
