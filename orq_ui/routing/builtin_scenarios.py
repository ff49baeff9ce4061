"""The built-in scenarios: seven for a demo, each with a request that shows it best."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from orq_ui.routing.scenario import Scenario, ScenarioModel


class BuiltInScenario(ScenarioModel):
    """A scenario with a title, one sentence that tells it, and a fitting request in wire names."""

    title: str
    sentence: str
    scenario: Scenario
    body: dict[str, Any]


BUILT_IN_SCENARIOS: Mapping[str, BuiltInScenario] = MappingProxyType(
    TypeAdapter(dict[str, BuiltInScenario]).validate_json(Path(__file__).with_suffix(".json").read_bytes())
)


def built_in_name(scenario: Scenario) -> str | None:
    """Return the name of the built-in scenario that equals this one."""
    return next((name for name, built_in in BUILT_IN_SCENARIOS.items() if built_in.scenario == scenario), None)
