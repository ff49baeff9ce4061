"""What the emulator played for a run, the defaults that counted, and the seed that it drew from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from orq_ui.errors import InvalidInput
from orq_ui.history import Run
from orq_ui.routing import BUILT_IN_SCENARIOS, DEFAULT_SET, DEFAULTS, Defaults, Scenario, built_in_name
from orq_ui.ui.connection.choice import DEFAULTS_HEADER, SCENARIO_HEADER, SEED_HEADER
from orq_ui.ui.scenarios.behaviour_text import read_scenario
from orq_ui.ui.scenarios.picker import OWN_SCENARIO

LARGEST_SEED = 2**53 - 1
"""The emulator refuses a larger one."""


def scenario_of(run: Run) -> Scenario | None:
    """Return the run's scenario; None for the one that the emulator was started with, or one that cannot be read."""
    return asked_scenario(dict(run.sent.headers))


def asked_scenario(headers: Mapping[str, str]) -> Scenario | None:
    """Return the scenario that a request's headers ask for; None where there is none that can be read."""
    asked = headers.get(SCENARIO_HEADER)
    if asked is None or asked in BUILT_IN_SCENARIOS:
        return None if asked is None else BUILT_IN_SCENARIOS[asked].scenario
    try:
        return read_scenario(asked)
    except InvalidInput:
        return None  # a run from a zip may say anything


def asked_defaults(headers: Mapping[str, str]) -> Defaults:
    """Return the defaults that a request's headers ask for; those that the emulator was started with otherwise."""
    try:
        return Defaults.read(headers.get(DEFAULTS_HEADER, DEFAULT_SET))
    except InvalidInput:
        return DEFAULTS[DEFAULT_SET]  # a run from a zip may say anything


def seed_of(run: Run) -> int | None:
    """Return the seed that the emulator drew from, or was asked to where no answer came; None where it is not known."""
    if not run.emulated:
        return None
    found = dict(run.headers).get(SEED_HEADER, dict(run.sent.headers).get(SEED_HEADER, ""))
    # A run from a zip may say anything.
    return int(found) if re.fullmatch(r"[0-9]{1,16}", found) and int(found) <= LARGEST_SEED else None


def story_of(run: Run) -> str:
    """Return the title of the run's scenario; empty where none was asked for, or the run was live."""
    scenario = scenario_of(run) if run.emulated else None
    if scenario is None:
        return ""
    name = built_in_name(scenario)
    return OWN_SCENARIO if name is None else BUILT_IN_SCENARIOS[name].title
