"""A scenario from text that came over the wire."""

from __future__ import annotations

from pydantic import ValidationError

from orq_ui.emulator.contract import dotted
from orq_ui.emulator.json_text import BadJson, read_json
from orq_ui.emulator.refusal import bad_request
from orq_ui.routing import Scenario


def read_scenario(text: str | bytes, param: str) -> Scenario:
    """Parse and check; raises a 400 refusal whose ``param`` begins with the one given."""
    try:
        value = read_json(text)
    except BadJson as reason:
        raise bad_request(f"The scenario is not valid JSON: {reason}", param) from reason
    try:
        return Scenario.model_validate(value)
    except ValidationError as reason:
        first = reason.errors(include_url=False, include_input=False, include_context=False)[0]
        raise bad_request(f"Invalid scenario: {first['msg']}", dotted([param, *first["loc"]])) from reason
