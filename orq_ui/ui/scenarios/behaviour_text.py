"""A model's behaviour as a person types it, and back."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from orq_ui.errors import InvalidInput
from orq_ui.routing import Behaviour, Scenario


def script_text(behaviour: Behaviour) -> str:
    """Return a script as ``429, 429, ok``."""
    return ", ".join(str(outcome) for outcome in behaviour.script)


def faults_text(behaviour: Behaviour) -> str:
    """Return faults as ``429 15%, 500 20%``."""
    return ", ".join(f"{fault.status} {fault.probability * 100:g}%" for fault in behaviour.faults)


def read_script(text: str) -> list[Any]:
    """Return the outcomes in a text; raises InvalidInput on a word that is neither a status nor ``ok``."""
    words = text.replace(",", " ").split()
    for word in words:
        if word != "ok" and re.fullmatch(r"[0-9]{1,9}", word) is None:
            raise InvalidInput("script", f"{word[:40]!r} is neither a status nor ok")
    return [word if word == "ok" else int(word) for word in words]


def read_faults(text: str) -> list[dict[str, Any]]:
    """Return the faults in a text; raises InvalidInput on anything but pairs of a status and a percentage."""
    faults = []
    for pair in filter(None, (part.strip() for part in text.split(","))):
        status, _, percent = pair.partition(" ")
        try:
            faults.append({"status": int(status), "probability": float(percent.strip().rstrip("%")) / 100})
        except ValueError as reason:
            raise InvalidInput("faults", f"{pair!r} is not a pair such as 429 15%") from reason
    return faults


def change_behaviour(scenario: Scenario, model: str | None, **values: Any) -> Scenario:
    """Return the scenario with a model's behaviour changed, or the default one for None; raises InvalidInput."""
    before = scenario.default if model is None else scenario.behaviour_of(model)
    body = scenario.model_dump(mode="json")
    behaviour = before.model_dump(mode="json") | values
    if model is None:
        body["default"] = behaviour
    else:
        body["models"][model] = behaviour
    return read_scenario(body)


def read_scenario(body: Any) -> Scenario:
    """Return a scenario from JSON; raises InvalidInput with the path of the first mistake."""
    try:
        return Scenario.model_validate_json(body) if isinstance(body, str) else Scenario.model_validate(body)
    except ValidationError as refusal:
        first = refusal.errors(include_url=False)[0]
        raise InvalidInput(".".join(str(step) for step in first["loc"]) or "scenario", first["msg"]) from refusal
