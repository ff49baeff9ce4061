"""Where the router goes when a model has failed for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from orq_ui.api import dotted
from orq_ui.lint.context import LEVELS, Context
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import join_words, parse_path, quote
from orq_ui.lint.registry import Hit, router_basis, rule
from orq_ui.lint.rules.retries import FIRST_ERROR, MAX_SHOWN, without_effect
from orq_ui.routing.attempt import REQUEST_TIMEOUT
from orq_ui.routing.balancer import first_models
from orq_ui.routing.decision import FINAL_CODES
from orq_ui.routing.defaults import FAILURE_CODES

MAX_CODES = 20
"""Of the contract for fallback_on_codes."""
LAST_ERROR = 599


@rule("fallback-primary", "warning", router_basis("fallback-order"))
def fallback_primary(context: Context) -> Iterator[Hit]:
    """Find a fallback to the very model that failed."""
    first = _only_first_model(context)
    if first is None:
        return
    yield from _rows(context, lambda number, models: models[number] == first, "is the model that failed before it")


@rule("fallback-repeated", "warning", router_basis("fallback-order"))
def fallback_repeated(context: Context) -> Iterator[Hit]:
    """Find a fallback that is in the list already."""
    first = _only_first_model(context)
    yield from _rows(
        context,
        lambda number, models: models[number] != first and models[number] in models[:number],
        "was called already",
    )


@rule("fallback-codes-alone", "warning", router_basis("fallback-codes-given"))
def fallback_codes_alone(context: Context) -> Iterator[Hit]:
    """Find codes that lead on to a fallback where there is no fallback."""
    codes, models = context.effective_list("fallback_on_codes"), context.effective("fallbacks")
    if codes is None or not codes[1] or (models is not None and models.value != []):
        return
    # At both levels: with one list gone the other would count.
    places = [path for level in LEVELS if context.at(path := (*level, "fallback_on_codes")) is not None]
    fix = Fix("Remove the codes", tuple(Edit(path, REMOVE) for path in places))
    yield Hit(codes[0], "There are no fallbacks, so fallback_on_codes has no effect.", fix)


@rule("fallback-codes-empty", "info", router_basis("fallback-codes-default"))
def fallback_codes_empty(context: Context) -> Iterator[Hit]:
    """Find a list without codes: it counts as omitted, and at top level no part of the form could hold it."""
    for level in LEVELS:
        path = (*level, "fallback_on_codes")
        if context.at(path) != []:
            continue
        why = "An empty list counts as omitted" if level else "The form has no part for an empty list, so none is sent"
        counts = context.effective("fallback_on_codes")
        codes = f"{join_words(sorted(FAILURE_CODES))} lead to a fallback" if counts is None else f"{counts.path} counts"
        yield Hit(dotted(path), f"{why}: {codes}.", Fix("Remove the empty list", (Edit(path, REMOVE),)))


@rule("fallback-codes-final", "warning", router_basis("client-error-final"))
def fallback_codes_final(context: Context) -> Iterator[Hit]:
    """Find statuses that never lead on to a fallback, whatever the list says."""
    yield from without_effect(context.effective_list("fallback_on_codes"), "followed by a fallback")


@rule("fallback-codes-timeout", "warning", router_basis("call-timeout", "fallback-codes-given"))
def fallback_codes_timeout(context: Context) -> Iterator[Hit]:
    """Find a list without 408, as which a timeout counts: the request ends there."""
    codes, models = context.effective_list("fallback_on_codes"), context.effective_list("fallbacks")
    timeout = context.effective("timeout", "call_timeout")
    if (
        timeout is None
        or codes is None
        or models is None
        or not (codes[1] and models[1])
        or REQUEST_TIMEOUT in codes[1]
    ):
        return
    room = len(codes[1]) < MAX_CODES
    fix = Fix("Fall back on 408 too", (Edit(parse_path(codes[0]), [REQUEST_TIMEOUT, *codes[1]]),)) if room else None
    message = (
        "An attempt past call_timeout counts as 408, which is not in fallback_on_codes, so no fallback follows it."
    )
    yield Hit(codes[0], message, fix)


@rule("retried-without-fallback", "warning", router_basis("fallback-codes-given"))
def retried_without_fallback(context: Context) -> Iterator[Hit]:
    """Find statuses that are retried but lead to no fallback, although there is one."""
    policy, retried = context.policy, context.effective_list("retry", "on_codes")
    if policy is None or retried is None or not retried[1] or not policy.retries.value or not policy.fallbacks.value:
        return
    leading = policy.fallback_codes.value
    idle = {code for code in policy.retry_codes.value - leading - FINAL_CODES if FIRST_ERROR <= code <= LAST_ERROR}
    if policy.call_timeout_ms.path is not None and policy.fallback_codes.path is not None:
        idle.discard(REQUEST_TIMEOUT)  # fallback-codes-timeout says it
    if not idle or leading <= FINAL_CODES:
        return
    shown = join_words(sorted(idle)[:MAX_SHOWN])
    are = "is" if len(idle) == 1 else "are"
    message = f"{shown} {are} retried but {are} not in fallback_on_codes, so after the last retry the request ends."
    path = policy.fallback_codes.path
    if path is None:
        message = f"{shown} {are} retried but {are} not among the default codes, so no fallback follows the last retry."
    codes = sorted(leading | idle)
    place = parse_path(path or dotted(policy.places["fallback_codes"]))
    fix = Fix(f"Fall back on {shown} too", (Edit(place, codes),)) if len(codes) <= MAX_CODES else None
    yield Hit(path or retried[0], message, fix)


@rule("fallback-balanced", "info", router_basis("balancer-then-fallbacks"))
def fallback_balanced(context: Context) -> Iterator[Hit]:
    """Find a fallback that is also in the load balancer: where it was drawn it is asked a second time."""
    policy = context.policy
    if policy is None or _only_first_model(context) is not None or policy.fallback_codes.value <= FINAL_CODES:
        return
    drawn = {model for model, _ in first_models(policy)}
    for number, model in enumerate(policy.fallbacks.value):
        if model in drawn and model not in policy.fallbacks.value[:number]:
            message = f"The load balancer has {quote(model)} too: where it was drawn and failed, it is asked again."
            yield Hit(f"{policy.fallbacks.path}[{number}].model", message)


def _only_first_model(context: Context) -> str | None:
    """Return the model that every request starts with; None where it is drawn from several."""
    if context.balancer_policy is None:
        return None
    first = {model for model, _ in first_models(context.balancer_policy)}
    return first.pop() if len(first) == 1 else None


def _rows(context: Context, matches: Callable[[int, list[str]], bool], why: str) -> Iterator[Hit]:
    """Yield a hit for each matching row; each fix removes all of them, since removing one renumbers the others."""
    found = context.effective_list("fallbacks")
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
    shadows = context.at(("fallbacks",)) is not None and context.at(("orq", "fallbacks")) is not None
    fix = Fix("Remove the repetition", (Edit(parse_path(path), kept if kept or shadows else REMOVE),))
    for number in hits:
        yield Hit(
            f"{path}[{number}].model",
            f"The fallback {quote(models[number])} {why}; calling it again seldom helps. Removed, its attempts go too.",
            fix,
        )
