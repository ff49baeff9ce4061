"""How far the scripts of a scenario have been played, where they go on from request to request."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.routing import Ledger, Scenario


class ScriptPositions(BoundedStore[str, Mapping[str, int]]):
    """By scenario, how many outcomes of each model's script were played; equal scenarios share them.

    Nothing here waits, so two requests at once never get the same outcome. A scenario that nobody has played for the
    longest is forgotten first.
    """

    def __init__(self) -> None:
        super().__init__(max_count=100, max_bytes=10_000, size_of=len)

    def found_in(self, scenario: Scenario) -> Mapping[str, int]:
        """Return where the next request finds the scripts: nothing for those that begin anew with each request."""
        return {} if scenario.script_scope == "request" else dict(self.get(_digest(scenario), {}))

    def advance(self, scenario: Scenario, ledger: Ledger) -> None:
        """Count the outcomes that a request played."""
        if scenario.script_scope == "request":
            return
        positions = Counter(self.found_in(scenario))
        for model, calls in ledger.calls.items():
            length = len(scenario.behaviour_of(model).script)
            if length:
                positions[model] = min(positions[model] + calls, length)
        self[_digest(scenario)] = positions


def played_scripts(scenario: Scenario, ledger: Ledger, positions: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return what a request played of each called model's script: where it ``start``ed, counted from 0, and what came.

    A model whose script was over before has no outcomes; one without a script is not there.
    """
    played = []
    for model, calls in ledger.calls.items():
        script, start = scenario.behaviour_of(model).script, positions.get(model, 0)
        if script:
            row = {"model": model, "start": start, "outcomes": list(script[start : start + calls])}
            played.append(row | {"length": len(script)})
    return played


def _digest(scenario: Scenario) -> str:
    return hashlib.sha256(scenario.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()
