"""Facts of two runs, each under its label: the rows that are not the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from orq_ui.api.json_diff import ABSENT, diff_json

T = TypeVar("T")
DIGITS = 12
"""Of a SHA-256, enough to tell two pictures apart by eye."""


@dataclass(frozen=True)
class DiffRow:
    """One place that differs; ``–`` on a side that has nothing there.

    ``volatile`` is what differs from call to call even when nothing was changed, such as a date.
    """

    what: str
    first: str
    second: str
    volatile: bool = False

    @property
    def swapped(self) -> DiffRow:
        """The same with the sides swapped."""
        return replace(self, first=self.second, second=self.first)

    @property
    def two_sided(self) -> bool:
        """Whether both runs have something there."""
        return ABSENT not in (self.first, self.second)


def differing_rows(first: Mapping[str, str], second: Mapping[str, str]) -> Iterator[DiffRow]:
    """Yield a row for each label whose text is not the same, or that one side lacks."""
    for label in (*first, *(label for label in second if label not in first)):
        one, two = first.get(label), second.get(label)
        if one != two:
            yield DiffRow(label, ABSENT if one is None else one, ABSENT if two is None else two)


def json_rows(under: str, first: Any, second: Any) -> Iterator[DiffRow]:
    """Yield a row for each place of two JSON values that differs, under a common name where there is one."""
    for path, one, two in diff_json(first, second):
        joint = "." if under and path and not path.startswith("[") else ""
        yield DiffRow(f"{under}{joint}{path}", one, two)


def by_occurrence(pairs: Iterable[tuple[str, T]]) -> dict[tuple[str, int], T]:
    """Return values by name and by its occurrence, counted from 1, as names may repeat."""
    seen: Counter[str] = Counter()
    found = {}
    for name, value in pairs:
        seen[name] += 1
        found[name, seen[name]] = value
    return found


def numbered(name: str, number: int) -> str:
    """Return ``n``, and ``n (2)`` for its second occurrence."""
    return name if number == 1 else f"{name} ({number})"


def without_number(label: str) -> str:
    """Return the name that :func:`numbered` was given."""
    return re.sub(r" \(\d+\)$", "", label)


def short_hash(sha256: str) -> str:
    """Return the first digits of a hash, as it is shown."""
    return f"sha256 {sha256[:DIGITS]}"
