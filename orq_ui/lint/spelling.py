"""What a misspelt key or value is meant to be: another casing, another place, a slip of a letter, a unit at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.lint.fix import Path

_LONGEST = 40
"""Characters of a key that is looked at; the contract's longest has 17."""
_SHORTEST = 4
"""With fewer letters any word is near another one."""
_UNIT = re.compile(r"[_-]?(milliseconds|millis|ms|seconds|secs|sec|s|minutes|min)$", re.IGNORECASE)
_SECONDS = {"mi": 0.001, "ms": 0.001, "s": 1, "se": 1, "min": 60}
_LISTS = frozenset({Kind.OBJECTS})


@dataclass(frozen=True)
class Intended:
    """``path`` is the field that is meant. ``is_slip`` says that only its letters are near, so it may be a chance.

    ``factor`` turns a value in the unit that the key names into the field's own.
    """

    path: Path
    is_slip: bool = False
    factor: float = 1


def intended_field(path: Path) -> Intended | None:
    """Return the field that an unknown key means: beside it, else the one of this name elsewhere."""
    name = str(path[-1])
    if not name or len(name) > _LONGEST:
        return None
    parent = tuple(step for step in path[:-1] if isinstance(step, str))
    siblings = {field.name: field for field in _members(parent)}
    bare = _UNIT.sub("", name)
    for field in siblings.values():
        if _plain(name) == _plain(field.name):
            return Intended((*path[:-1], field.name))
        if field.unit and _plain(bare) == _plain(field.name):
            return Intended((*path[:-1], field.name), factor=_factor(name[len(bare) :], field.unit))
    near = [other for other in siblings if _is_slip(_plain(name), _plain(other))]
    if len(near) == 1:
        return Intended((*path[:-1], near[0]), is_slip=True)
    return _elsewhere(path, name, bare)


def intended_choice(value: Any, choices: Sequence[str], *, only: bool) -> str | None:
    """Return the choice that a value means; with ``only`` one choice any that is near will do."""
    text = _plain(str(value).replace("×", "x"))[:_LONGEST]
    if len(text) < 3:
        return None
    found = [choice for choice in choices if _plain(choice).startswith(text)]
    if not found and only:
        found = [choice for choice in choices if get_close_matches(text, [_plain(choice)], cutoff=0.6)]
    return found[0] if len(found) == 1 else None


def _elsewhere(path: Path, name: str, bare: str) -> Intended | None:
    """Return the one field of this name in another object: at the key's own level, ``orq`` or not, if it is there."""
    found: dict[Path, Field] = {}
    for place, field in _places():
        is_same = _plain(name) == _plain(field.name) or (field.unit is not None and _plain(bare) == _plain(field.name))
        if is_same and place != path and "contact" not in place:
            found[place] = field
    own_level = [place for place in found if place[:1] == path[:1] or (path[0] != "orq" and place[0] != "orq")]
    wanted = own_level if len(own_level) == 1 else list(found)
    if len(wanted) != 1:
        return None
    field, is_bare = found[wanted[0]], _plain(name) != _plain(found[wanted[0]].name)
    return Intended(wanted[0], factor=_factor(name[len(bare) :], field.unit) if is_bare else 1)


@cache
def _places() -> tuple[tuple[Path, Field], ...]:
    return tuple(_walk(_fields()))


def _walk(fields: Sequence[Field]) -> Iterator[tuple[Path, Field]]:
    """Yield each place that is not in the row of a list."""
    for field in fields:
        yield field.path, field
        if field.kind not in _LISTS:
            yield from _walk(field.fields)


@cache
def _fields() -> tuple[Field, ...]:
    return tuple(field for field in fields_of(ImageVariationRequest) if field.kind is not Kind.IMAGE)


@cache
def _members(path: tuple[str, ...]) -> tuple[Field, ...]:
    fields = _fields()
    for step in path:
        fields = next((field.fields for field in fields if field.name == step), ())
    return fields


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _factor(unit: str, own: str | None) -> float:
    short = unit.lstrip("_-").lower()
    seconds = _SECONDS["min" if short.startswith("min") else short[:2]]
    return seconds / _SECONDS[own or "s"]


def _is_slip(given: str, right: str) -> bool:
    """Return whether a letter or two make one the other: one of four, two of eight."""
    least = min(len(given), len(right))
    return least >= _SHORTEST and _distance(given, right) <= (1 if least < 8 else 2)


def _distance(a: str, b: str) -> int:
    """Count the letters to add, drop, replace or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
