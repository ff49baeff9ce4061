"""What the emulator's scenario says of the models."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Asked, Context
from orq_ui.lint.messages import quote
from orq_ui.lint.registry import Hit, router_basis, rule

_WHEN_DUE = router_basis("unknown-model", "resolved-when-due")
_REFUSED = {
    Asked.FIRST: "the answer is 404",
    Asked.IF_DRAWN: "a request for which it is drawn ends with 404",
    Asked.AFTER_FAILURES: "when its turn comes, the request ends with 404 and no fallback after it is asked",
}


@rule("model-not-in-scenario", "error", router_basis("unknown-model"))
def model_not_in_scenario(context: Context) -> Iterator[Hit]:
    """Find models that do not exist in the scenario; it is an error where every request asks one."""
    starts = [each for each in context.model_references if each.asked in (Asked.FIRST, Asked.IF_DRAWN)]
    is_certain = all(reference.refusal is not None for reference in starts)
    for reference in context.model_references:
        if reference.refusal != "unknown-model":
            continue
        message = f"{quote(reference.model)} does not exist in the emulator's scenario: {_REFUSED[reference.asked]}."
        if reference in starts and is_certain:
            yield Hit(reference.dotted, message)
        else:
            yield Hit(reference.dotted, message, severity="warning", basis=_WHEN_DUE)
