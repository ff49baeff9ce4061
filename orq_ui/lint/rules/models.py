"""Model names, wherever the body has them."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Asked, Context, ModelReference
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import quote
from orq_ui.lint.registry import Basis, Hit, router_basis, rule
from orq_ui.lint.rules.model_facts import RETIRED
from orq_ui.routing import Scenario

_WHEN_DUE = router_basis("malformed-model", "resolved-when-due")
_REFUSED = {
    Asked.FIRST: "",
    Asked.IF_DRAWN: "; a request for which it is drawn ends with 400",
    Asked.AFTER_FAILURES: "; when its turn comes, the request ends with 400 and no fallback after it is asked",
}
_BARE = {model.partition("/")[2]: model for model in RETIRED}


@rule("model-provider", "error", router_basis("malformed-model"))
def model_provider(context: Context) -> Iterator[Hit]:
    """Find names that are not provider/model, where they may be asked; it is an error where every request asks one."""
    starts = [each for each in context.model_references if each.asked in (Asked.FIRST, Asked.IF_DRAWN)]
    is_certain = all(reference.refusal is not None for reference in starts)
    for reference in context.model_references:
        if not reference.is_malformed:
            continue
        fix = _well_formed(reference)
        message = f"{quote(reference.model)} is not provider/model, such as openai/dall-e-2{_REFUSED[reference.asked]}."
        if reference in starts and is_certain:
            yield Hit(reference.dotted, message, fix)
        else:
            yield Hit(reference.dotted, message, fix, "warning", _WHEN_DUE)


@rule("model-retired", "warning", Basis("OpenAI's deprecations page", False))
def model_retired(context: Context) -> Iterator[Hit]:
    """Find models that their maker has switched off, or will."""
    for reference in context.model_references:
        day = RETIRED.get(reference.model)
        if day is None:
            continue
        past = context.now is None or context.now >= day
        here = "" if context.is_live else "; here it is emulated"
        message = (
            f"{quote(reference.model)} {'was' if past else 'will be'} retired by its maker on {day.isoformat()}{here}."
        )
        yield Hit(reference.dotted, message, severity=None if context.is_live and past else "info")


@rule("emulator-model-live", "warning", router_basis("unknown-model"))
def emulator_model_live(context: Context) -> Iterator[Hit]:
    """Find models that only the built-in emulator has."""
    for reference in context.model_references if context.is_live else ():
        if reference.model.startswith("emulator/"):
            message = f"{quote(reference.model)} exists only in the emulator; the live router answers 404."
            yield Hit(reference.dotted, message)


@rule("model-unlisted", "warning", Basis("the catalogue of the chosen host, when it was last read", False))
def model_unlisted(context: Context) -> Iterator[Hit]:
    """Find models that the catalogue of the host does not list; which of the listed make variations it does not say."""
    seen: set[str] = set()
    references = sorted(context.model_references, key=lambda reference: reference.asked.value)
    for reference in references if context.listed else ():
        model = reference.model
        is_known = model in context.listed or model in RETIRED or (model.startswith("emulator/") and context.is_live)
        if is_known or reference.refusal is not None or model in seen:
            continue
        seen.add(model)
        if context.is_live:
            yield Hit(reference.dotted, f"The catalogue of this host does not list {quote(model)}: expect a 404.")
        else:
            message = f"The emulator's catalogue does not list {quote(model)}, so a stand-in answers for it."
            yield Hit(reference.dotted, message, severity="info")


def _well_formed(reference: ModelReference) -> Fix | None:
    bare = reference.model.strip()
    if full := _BARE.get(bare):
        return Fix("Add the provider", (Edit(reference.path, full),))
    is_malformed = Scenario().refusal_rule(bare) == "malformed-model"
    return None if is_malformed else Fix("Remove the spaces", (Edit(reference.path, bare),))
