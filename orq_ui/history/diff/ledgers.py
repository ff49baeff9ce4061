"""What the router did in two runs, attempt by attempt, as far as a ledger tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from orq_ui.api.json_diff import ABSENT
from orq_ui.history.diff.diff_rows import DiffRow, differing_rows, json_rows

CELLS = ("model", "try", "status", "decision", "took", "waited", "reason")
AROUND = ("scenario", "seed", "played", "notes")
SECTIONS = {
    "verdict": ("requested", "drawn", "served", "difference", "status", "total_ms", "retry_after_ms", "rule"),
    "cache": ("outcome", "model", "kept", "differs", "age_s", "ttl_s", "rule"),
    "draw": ("model", "number", "rule"),
}
TIMES = frozenset({"took", "waited"})
"""Cells that change with every call."""
VOLATILE = frozenset({"cache.age_s", "verdict.total_ms"})
Ledger = Mapping[str, Any]


@dataclass(frozen=True)
class AttemptPair:
    """The attempts at one position, each as the texts of ``CELLS``; None where that run had fewer."""

    number: int
    first: tuple[str, ...] | None
    second: tuple[str, ...] | None

    @property
    def same(self) -> tuple[bool, ...]:
        """For each cell, whether both sides have the same."""
        if self.first is None or self.second is None:
            return (False,) * len(CELLS)
        return tuple(one == two for one, two in zip(self.first, self.second, strict=True))


def attempt_pairs(first: Ledger | None, second: Ledger | None) -> tuple[AttemptPair, ...]:
    """Return all attempts, the equal ones too, aligned by position."""
    both = zip_longest(*_comparable(first, second))
    return tuple(AttemptPair(number, _shown(one), _shown(two)) for number, (one, two) in enumerate(both, 1))


def ledger_rows(first: Ledger | None, second: Ledger | None) -> Iterator[DiffRow]:
    """Yield attempts, then how it ended, the cache and the draw; one row when a run has no ledger, as a live one."""
    if first is None or second is None:
        yield from differing_rows(
            *({} if ledger is None else {"ledger": _in_short(ledger)} for ledger in (first, second))
        )
        return
    for number, (one, two) in enumerate(zip_longest(*_comparable(first, second)), 1):
        yield from _attempt_rows(f"attempt {number}", one, two)
    yield from json_rows("", _picked(first, AROUND), _picked(second, AROUND))
    for section, names in SECTIONS.items():
        sides = (_picked(ledger.get(section), names) for ledger in (first, second))
        for row in json_rows(section, *sides):
            yield replace(row, volatile=row.what in VOLATILE and row.two_sided)


def _attempt_rows(label: str, one: dict[str, str] | None, two: dict[str, str] | None) -> Iterator[DiffRow]:
    if one is None or two is None:
        first, second = (ABSENT if side is None else ", ".join(side[name] for name in CELLS[:4]) for side in (one, two))
        yield DiffRow(label, first, second)
        return
    for row in differing_rows(one, two):
        yield replace(row, what=f"{label} · {row.what}", volatile=row.what in TIMES and row.two_sided)


def _shown(attempt: dict[str, str] | None) -> tuple[str, ...] | None:
    return None if attempt is None else tuple(attempt[name] for name in CELLS)


def _comparable(first: Ledger | None, second: Ledger | None) -> Iterator[list[dict[str, str]]]:
    """Yield the attempts of both; where some row has no sentence, as old ledgers, rules are compared instead."""
    sides = [_attempts(ledger) for ledger in (first, second)]
    told = all(row.get("reason") for rows in sides for row in rows)
    for ledger, rows in zip((first, second), sides, strict=True):
        rules = (ledger or {}).get("rules")
        yield [_cells(row, _text(row.get("reason")) if told else _rule_text(row.get("rule"), rules)) for row in rows]


def _attempts(ledger: Ledger | None) -> list[Mapping[str, Any]]:
    found = (ledger or {}).get("attempts")
    # A ledger comes from outside: from the emulator, or with a run of another machine.
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list | tuple) else []


def _rule_text(name: Any, rules: Any) -> str:
    """Return what a rule says, or its id where the ledger does not say it."""
    rule = rules.get(name) if isinstance(rules, Mapping) and isinstance(name, str) else None
    return _text(rule["text"] if isinstance(rule, Mapping) and "text" in rule else name)


def _cells(row: Mapping[str, Any], reason: str) -> dict[str, str]:
    return {
        "model": _text(row.get("model")),
        "try": f"{_text(row.get('number'))} of {_text(row.get('most'))}",
        "status": _text(row.get("status")),
        "decision": _text(row.get("decision")),
        "reason": reason,
        "took": _milliseconds(row.get("duration_ms")),
        "waited": _milliseconds(row.get("waited_ms")),
        "cause": _text(row.get("cause")),
        "payload": _text(row.get("payload")),
    }


def _text(value: Any) -> str:
    if value is None:
        return ABSENT
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _milliseconds(value: Any) -> str:
    return ABSENT if value is None else f"{_text(value)} ms"


def _picked(section: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: section[name] for name in names if name in section} if isinstance(section, Mapping) else {}


def _in_short(ledger: Ledger) -> str:
    verdict = _picked(ledger.get("verdict"), ("served", "status"))
    ended = " · ".join(_text(verdict[name]) for name in verdict) or "refused before it was routed"
    return f"attempts: {len(_attempts(ledger))} · {ended}"
