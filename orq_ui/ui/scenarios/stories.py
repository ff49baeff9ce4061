"""The built-in stories as demos: a scenario and a request that fits it, ready to be sent; and which a run was told."""

from __future__ import annotations

from orq_ui.errors import InvalidInput
from orq_ui.history import Run
from orq_ui.imaging import SAMPLES, sample
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario
from orq_ui.ui.connection.choice import EMULATOR, SCENARIO_HEADER, name_of
from orq_ui.ui.emulator.scenario_form import read_scenario
from orq_ui.ui.session import Session

STORY_TITLES = {name: story.title for name, story in BUILT_IN_SCENARIOS.items()}
OWN = "a scenario of your own"


def tell(session: Session, name: str) -> None:
    """Set the session up for a story: its request in the form, its scenario at the emulator, a picture if none."""
    story = BUILT_IN_SCENARIOS[name]
    session.load_body(story.body)
    session.connection.target = EMULATOR
    session.connection.scenario = story.scenario
    session.as_is = False
    if session.picture is None:
        session.use(sample(SAMPLES[0].id))


def scenario_of(run: Run) -> Scenario | None:
    """What the emulator was asked to play for a run; None for what it was started with, or where it cannot be read."""
    asked = dict(run.sent.headers).get(SCENARIO_HEADER)
    if asked is None or asked in BUILT_IN_SCENARIOS:
        return None if asked is None else BUILT_IN_SCENARIOS[asked].scenario
    try:
        return read_scenario(asked)
    except InvalidInput:
        return None  # a run from a zip may say anything


def story_of(run: Run) -> str:
    """What the emulator was asked to play for a run, by its title; empty where nothing was asked, or it was live."""
    scenario = scenario_of(run) if run.brief.emulated else None
    if scenario is None:
        return ""
    return STORY_TITLES.get(name_of(scenario) or "", OWN)
