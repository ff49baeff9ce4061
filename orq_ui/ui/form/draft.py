"""The request while it is being filled in: a JSON body edited by path, which never drops what it does not know."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.json_safety import whole_numbers

Path = tuple[str | int, ...]


class Unset:
    """The one value of a field that is not in the body."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


@cache
def fields_by_path(model: type[ImageVariationRequest]) -> dict[tuple[str, ...], Field]:
    """Return every field of a model, at every depth, by its path."""
    return {member.path: member for top in fields_of(model) for member in top.walk()}


def same(a: Any, b: Any) -> bool:
    """Return whether two values are equal as JSON: ``1`` and ``1.0`` are, ``1`` and ``true`` are not."""
    if a is UNSET or b is UNSET:
        return a is b
    return json.dumps(whole_numbers(a), sort_keys=True) == json.dumps(whole_numbers(b), sort_keys=True)


@dataclass
class Draft:
    """``body`` is exactly what would be sent, in wire names. ``model`` says which fields are known.

    ``is_model_open`` while nobody has chosen the request's model: one may be suggested, and another one later.
    """

    body: dict[str, Any] = field(default_factory=dict)
    model: type[ImageVariationRequest] = ImageVariationRequest
    is_model_open: bool = False

    def get(self, path: Path) -> Any:
        """Return the value at a path, or UNSET."""
        value: Any = self.body
        for step in path:
            known = isinstance(value, dict) if isinstance(step, str) else isinstance(value, list)
            try:
                value = value[step] if known else UNSET
            except LookupError:
                return UNSET
        return value

    def set(self, path: Path, value: Any) -> None:
        """Put a value at a path; objects on the way are made, with the constants that they require."""
        if value is UNSET:
            self.clear(path)
            return
        self._close_model(path)
        if not self._has_rows(path):
            # A widget of a row that is gone meanwhile spoke late: there is nothing left to write to.
            return
        place: Any = self.body
        for depth, step in enumerate(path[:-1]):
            if isinstance(step, str) and not isinstance(place.get(step), dict | list):
                place[step] = [] if isinstance(path[depth + 1], int) else {}
            place = place[step]
            if isinstance(place, dict):
                self._fill_constants(path[: depth + 1], place)
        place[path[-1]] = value
        if isinstance(value, dict):
            self._fill_constants(path, value)

    def clear(self, path: Path) -> None:
        """Remove a value, and the objects that this leaves empty or with nothing but constants."""
        self._close_model(path)
        parent = self.get(path[:-1])
        if isinstance(parent, dict):
            parent.pop(path[-1], None)
            self._prune(path[:-1])

    def add(self, path: Path, item: Any) -> None:
        """Append a row to a list; the list is made where there is none."""
        rows = self.get(path)
        self.set(path, [*rows, item] if isinstance(rows, list) else [item])

    def remove(self, path: Path, row: int) -> None:
        """Remove a row from a list, and with the last row the list."""
        before = self.get(path)
        if isinstance(before, list):
            rows = [item for place, item in enumerate(before) if place != row]
            self.set(path, rows if rows else UNSET)

    def move(self, path: Path, row: int, by: int) -> None:
        """Swap a row with the one ``by`` places away; at an end nothing happens."""
        before = self.get(path)
        rows = list(before) if isinstance(before, list) else []
        if row < len(rows) and 0 <= row + by < len(rows):
            rows[row], rows[row + by] = rows[row + by], rows[row]
            self.set(path, rows)

    def merge(self, source: Path, target: Path) -> None:
        """Move an object's members into another object; a member that is in both stays where it was."""
        members, taken = self.get(source), self.get(target)
        present = set(taken) if isinstance(taken, dict) else set()
        for name, value in dict(members if isinstance(members, dict) else {}).items():
            if name not in present:
                self.clear((*source, name))
                self.set((*target, name), value)

    def replace(self, body: dict[str, Any]) -> None:
        """Start over from a copy of this body."""
        self.body = copy.deepcopy(body)
        self.is_model_open = False

    def suggest_model(self, model: str | None) -> None:
        """Put a model in, or take the last suggestion out for None; nothing where a person has chosen."""
        if not self.is_model_open:
            return
        if model is None:
            self.body.pop("model", None)
        else:
            self.body["model"] = model

    def request(self) -> ImageVariationRequest:
        """Return the body as a request, whether or not the contract allows it."""
        return self.model.as_is(copy.deepcopy(self.body))

    @property
    def top_fields(self) -> tuple[Field, ...]:
        """The fields of the body itself."""
        return tuple(field for path, field in fields_by_path(self.model).items() if len(path) == 1)

    def field_at(self, path: Path) -> Field | None:
        """Return what the contract says of a path, or None for the body itself and for unknown keys."""
        return fields_by_path(self.model).get(tuple(step for step in path if isinstance(step, str)))

    def _close_model(self, path: Path) -> None:
        if path == ("model",):
            self.is_model_open = False

    def _has_rows(self, path: Path) -> bool:
        """Return whether every row that a path goes through is there."""
        return all(self.get(path[: depth + 1]) is not UNSET for depth, step in enumerate(path) if isinstance(step, int))

    def _fill_constants(self, path: Path, place: dict[str, Any]) -> None:
        for member in self._members(path):
            if member.kind is Kind.CONSTANT and member.required:
                place.setdefault(member.name, member.choices[0])

    def _prune(self, path: Path) -> None:
        # A row of a list stays, however empty: the person added it and will fill it in.
        if not path or isinstance(path[-1], int):
            return
        place = self.get(path)
        members = list(self._members(path))
        constants = {member.name: member.choices[0] for member in members if member.kind is Kind.CONSTANT}
        needs_more = any(member.required and member.kind is not Kind.CONSTANT for member in members)
        if not place or (needs_more and all(constants.get(name) == value for name, value in place.items())):
            self.clear(path)

    def _members(self, path: Path) -> Iterator[Field]:
        found = self.field_at(path)
        if found is not None and found.kind is Kind.OBJECT:
            yield from found.fields
