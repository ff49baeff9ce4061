"""Where the router goes when a model has failed for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from orq_ui.lint.context import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import quoted, steps
from orq_ui.lint.registry import Hit, routed, rule
from orq_ui.lint.rules.retries import without_effect
from orq_ui.routing.attempt import TIMED_OUT
from orq_ui.routing.balancer import starts
from orq_ui.routing.defaults import FAILURE_CODES

_MOST_CODES = 20


@rule("fallback-primary", "warning", routed("fallback-order"))
def fallback_primary(case: Case) -> Iterator[Hit]:
    """A fallback to the very model that failed."""
    first = _only_first(case)
    if first is None:
        return
    yield from _rows(case, lambda number, models: models[number] == first, "is the model that failed before it")


@rule("fallback-repeated", "warning", routed("fallback-order"))
def fallback_repeated(case: Case) -> Iterator[Hit]:
    """A fallback that stands in the list already."""
    first = _only_first(case)
    yield from _rows(
        case, lambda number, models: models[number] != first and models[number] in models[:number], "was asked already"
    )


@rule("fallback-codes-alone", "warning", routed("fallback-codes-given"))
def fallback_codes_alone(case: Case) -> Iterator[Hit]:
    """Codes that lead on to a fallback, and no fallback."""
    codes, models = case.rows("fallback_on_codes"), case.find("fallbacks")
    if codes is None or not codes[1] or (models is not None and models.value != []):
        return
    fix = Fix("Remove the codes", (Edit(steps(codes[0]), REMOVE),))
    yield Hit(codes[0], "There are no fallbacks, so fallback_on_codes has no effect.", fix)


@rule("fallback-codes-final", "warning", routed("client-error-final"))
def fallback_codes_final(case: Case) -> Iterator[Hit]:
    """Statuses that never lead on to a fallback, whatever the list says."""
    yield from without_effect(case.rows("fallback_on_codes"), "followed by a fallback", FAILURE_CODES)


@rule("fallback-codes-timeout", "warning", routed("call-timeout", "fallback-codes-given"))
def fallback_codes_timeout(case: Case) -> Iterator[Hit]:
    """A timeout counts as 408; a list without it ends the request there."""
    codes, models = case.rows("fallback_on_codes"), case.rows("fallbacks")
    timeout = case.find("timeout", "call_timeout")
    if timeout is None or codes is None or models is None or not (codes[1] and models[1]) or TIMED_OUT in codes[1]:
        return
    room = len(codes[1]) < _MOST_CODES
    fix = Fix("Fall back on 408 too", (Edit(steps(codes[0]), [TIMED_OUT, *codes[1]]),)) if room else None
    said = "An attempt past call_timeout counts as 408, which is not in fallback_on_codes, so no fallback follows it."
    yield Hit(codes[0], said, fix)


def _only_first(case: Case) -> str | None:
    """The model that every request starts with; None where it is drawn from several."""
    if case.balancing is None:
        return None
    first = {model for model, _ in starts(case.balancing)}
    return first.pop() if len(first) == 1 else None


def _rows(case: Case, matches: Callable[[int, list[str]], bool], why: str) -> Iterator[Hit]:
    """A hit for each matching row; every one's fix removes all of them, since removing one renumbers the others."""
    found = case.rows("fallbacks")
    if found is None:
        return
    path, rows = found
    named = [row.get("model") if isinstance(row, dict) else None for row in rows]
    models = [name if isinstance(name, str) else "" for name in named]
    hits = [number for number, model in enumerate(models) if model and matches(number, models)]
    if not hits:
        return
    kept = [row for number, row in enumerate(rows) if number not in hits]
    # Without the list, the ignored one in `orq` would count.
    shadows = case.at(("fallbacks",)) is not None and case.at(("orq", "fallbacks")) is not None
    fix = Fix("Remove the repetition", (Edit(steps(path), kept if kept or shadows else REMOVE),))
    for number in hits:
        yield Hit(
            f"{path}[{number}].model",
            f"The fallback {quoted(models[number])} {why}; asking it again seldom helps.",
            fix,
        )
