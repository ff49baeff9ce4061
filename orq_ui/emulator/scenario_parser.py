"""A scenario from text that came over the wire: a built-in one by its name, or JSON."""

from __future__ import annotations

from pydantic import ValidationError

from orq_ui.emulator.api_error import bad_request
from orq_ui.emulator.contract import dotted
from orq_ui.emulator.strict_json import read_json
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario


def parse_scenario(text: str | bytes, param: str) -> Scenario:
    """Read JSON: a name, ``{"name": …}`` or a scenario; raises a 400 whose ``param`` begins with the one given."""
    try:
        value = read_json(text)
    except ValueError as reason:
        raise bad_request(f"The scenario is not valid JSON: {reason}", param) from reason
    if isinstance(value, dict) and set(value) == {"name"}:
        return _built_in(value["name"], f"{param}.name")
    if isinstance(value, str):
        return _built_in(value, param)
    try:
        return Scenario.model_validate(value)
    except ValidationError as reason:
        first = reason.errors(include_url=False, include_input=False, include_context=False)[0]
        raise bad_request(f"Invalid scenario: {first['msg']}", dotted([param, *first["loc"]])) from reason


def parse_scenario_header(text: str, param: str) -> Scenario:
    """Read a header: a name as it is, or JSON."""
    return _built_in(text, param) if text in BUILT_IN_SCENARIOS else parse_scenario(text, param)


def _built_in(name: object, param: str) -> Scenario:
    if not isinstance(name, str) or name not in BUILT_IN_SCENARIOS:
        raise bad_request(f"There is no such built-in scenario; there are {', '.join(BUILT_IN_SCENARIOS)}.", param)
    return BUILT_IN_SCENARIOS[name].scenario
