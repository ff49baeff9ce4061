"""Model names, wherever the body has one."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Case
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import quoted
from orq_ui.lint.registry import Basis, Hit, routed, rule
from orq_ui.lint.rules.model_facts import RETIRED
from orq_ui.routing import Scenario

_ANY = Scenario()
_BARE = {model.partition("/")[2]: model for model in RETIRED}


@rule("model-provider", "error", routed("malformed-model"))
def model_provider(case: Case) -> Iterator[Hit]:
    """A name that is not provider/model."""
    for place in case.places:
        if _ANY.refusal_of(place.model) != "malformed-model":
            continue
        whole = _BARE.get(place.model.strip())
        fix = Fix("Add the provider", (Edit(place.path, whole),)) if whole else None
        yield Hit(place.dotted, f"{quoted(place.model)} is not provider/model, such as openai/dall-e-2.", fix)


@rule("model-retired", "warning", Basis("OpenAI's deprecations page", False))
def model_retired(case: Case) -> Iterator[Hit]:
    """A model that its maker has switched off, or will."""
    for place in case.places:
        day = RETIRED.get(place.model)
        if day is None:
            continue
        past = case.now is None or case.now >= day
        here = "" if case.live else "; here it is emulated"
        said = f"{quoted(place.model)} {'was' if past else 'will be'} retired by its maker on {day.isoformat()}{here}."
        yield Hit(place.dotted, said, severity=None if case.live and past else "info")


@rule("emulator-model-live", "warning", routed("unknown-model"))
def emulator_model_live(case: Case) -> Iterator[Hit]:
    """A model that only the built-in emulator has."""
    for place in case.places if case.live else ():
        if place.model.startswith("emulator/"):
            said = f"{quoted(place.model)} exists only in the emulator; the live router answers 404."
            yield Hit(place.dotted, said)
