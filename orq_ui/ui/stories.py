"""The built-in stories as demos: a scenario with a request that fits it, ready to be sent."""

from __future__ import annotations

from orq_ui.imaging import SAMPLES
from orq_ui.routing import BUILT_IN
from orq_ui.ui import placement
from orq_ui.ui.connections import EMULATOR
from orq_ui.ui.session import Session

STORY_TITLES = {name: story.title for name, story in BUILT_IN.items()}


def tell(session: Session, name: str) -> None:
    """Set the session up for a story: its request in the form, its scenario at the emulator, a picture if none."""
    story = BUILT_IN[name]
    session.draft.replace(dict(story.body))
    session.placement = placement.placement_of(session.draft)
    session.connection.target = EMULATOR
    session.connection.scenario = story.scenario
    session.as_is = False
    if session.picture is None:
        session.wanted_sample = SAMPLES[0].id
