"""When the router tries a model again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from orq_ui.api import dotted
from orq_ui.lint.context import LEVELS, Context
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import join_words, parse_path
from orq_ui.lint.registry import Basis, Hit, router_basis, rule
from orq_ui.routing.attempt import REQUEST_TIMEOUT
from orq_ui.routing.decision import CLIENT_ERRORS, FINAL_CODES
from orq_ui.routing.defaults import DEFAULT_SET, DEFAULTS

TOO_MANY_REQUESTS = 429
_SILENT = DEFAULTS[DEFAULT_SET].retry_codes
LOWEST, FIRST_ERROR = 100, 400
MAX_SHOWN = 8
MAX_COMPARED = 500
"""Codes that are compared with each other; there are 500 statuses."""


@rule("retry-codes-final", "warning", router_basis("client-error-final"))
def retry_codes_final(context: Context) -> Iterator[Hit]:
    """Find statuses that the router never retries, whatever on_codes says."""
    yield from without_effect(context.effective_list("retry", "on_codes"), "retried")


@rule("retry-codes-429", "info", router_basis("retry-codes-given"))
def retry_codes_429(context: Context) -> Iterator[Hit]:
    """Find a list without 429: a rate limit is what retrying helps most."""
    found = context.effective_list("retry", "on_codes")
    if found is None or not found[1] or TOO_MANY_REQUESTS in found[1]:
        return
    path, codes = found
    fix = Fix("Retry 429 too", (Edit(parse_path(path), [*codes, TOO_MANY_REQUESTS]),))
    yield Hit(path, "429 is not in on_codes, so a rate limit is not retried.", fix)


@rule("retry-without-codes", "info", router_basis(_SILENT.rule.id))
def retry_without_codes(context: Context) -> Iterator[Hit]:
    """Find a retry without on_codes: the sources disagree on what then counts."""
    given = [(level, context.at((*level, "retry"))) for level in LEVELS if context.at((*level, "retry")) is not None]
    if not given or any(not isinstance(retry, dict) or retry.get("on_codes") is not None for _, retry in given):
        return
    if context.policy is not None and not context.policy.retries.value:
        return
    place = given[0][0]
    codes = sorted(_SILENT.value)
    message = (
        f"Without on_codes the newest documentation retries {join_words(codes)}, older pages only 429; "
        "list the codes to be sure."
    )
    counting = sorted(context.defaults.retry_codes.value)
    title = "List the newest codes" if counting == codes else f"List {join_words(counting)}"
    fix = Fix(title, (Edit((*place, "retry", "on_codes"), counting),))
    yield Hit(dotted((*place, "retry")), message, fix)


@rule("retry-codes-repeated", "info", router_basis("retry-codes-given"))
def retry_codes_repeated(context: Context) -> Iterator[Hit]:
    """Find a status that is listed twice; of fallback_on_codes the contract refuses that."""
    found = context.effective_list("retry", "on_codes")
    if found is None:
        return
    path, codes = found
    once = [code for number, code in enumerate(codes[:MAX_COMPARED]) if code not in codes[:number]]
    if len(once) < len(codes[:MAX_COMPARED]):
        fix = Fix("Remove the repetition", (Edit(parse_path(path), [*once, *codes[MAX_COMPARED:]]),))
        yield Hit(path, "A code is listed twice; once is enough.", fix)


@rule("timeout-ends-request", "warning", router_basis("call-timeout", "retry-codes-given"))
def timeout_ends_request(context: Context) -> Iterator[Hit]:
    """Find a call_timeout whose 408 is neither retried, though other statuses are, nor followed by a fallback."""
    policy, codes = context.policy, context.effective_list("retry", "on_codes")
    if policy is None or policy.call_timeout_ms.path is None or codes is None or not codes[1]:
        return
    falls_back = bool(policy.fallbacks.value) and REQUEST_TIMEOUT in policy.fallback_codes.value
    if falls_back or not policy.retries.value or REQUEST_TIMEOUT in policy.retry_codes.value:
        return
    message = "An attempt past call_timeout counts as 408, which is not in on_codes: the request ends there"
    message += ", without a retry or a fallback." if policy.fallbacks.value else ", without a retry."
    yield Hit(codes[0], message, Fix("Retry 408 too", (Edit(parse_path(codes[0]), [REQUEST_TIMEOUT, *codes[1]]),)))


@rule("codes-never-fail", "warning", Basis("RFC 9110, section 15: only 4xx and 5xx are errors", False))
def codes_never_fail(context: Context) -> Iterator[Hit]:
    """Find statuses that are no failure; of fallback_on_codes the contract refuses them."""
    found = context.effective_list("retry", "on_codes")
    codes = found[1] if found else []
    fine = {code for code in codes if _is_number(code) and LOWEST <= code < FIRST_ERROR}
    if found is None or not fine:
        return
    kept = [code for code in codes if not (_is_number(code) and code in fine)]
    shown = join_words([f"{code:g}" for code in sorted(fine)][:MAX_SHOWN])
    message = f"{shown} {'is' if len(fine) == 1 else 'are'} no failure, so listing {_them(fine)} has no effect"
    fix = Fix(f"Remove {shown}", (Edit(parse_path(found[0]), kept),)) if kept else None
    yield Hit(found[0], f"{message}." if kept else f"{message}, and nothing is retried.", fix)


def without_effect(found: tuple[str, list[Any]] | None, done: str) -> Iterator[Hit]:
    """Yield a hit for a list with final statuses in it; ``done`` is what never happens on them.

    Where nothing else is in the list there is no fix: an empty list would mean the default codes.
    """
    if found is None:
        return
    path, codes = found
    idle = sorted({int(code) for code in codes if _is_number(code) and code in FINAL_CODES})
    if not idle:
        return
    kept = [code for code in codes if not (_is_number(code) and code in FINAL_CODES)]
    are = "is" if len(idle) == 1 else "are"
    message = f"{join_words(idle)} {are} never {done}, so listing {_them(idle)} has no effect"
    message += "." if kept else f", and no failure is {done}."
    basis = None if CLIENT_ERRORS.issuperset(idle) else router_basis("client-error-final", "not-found-final")
    fix = Fix(f"Remove {join_words(idle)}", (Edit(parse_path(path), kept),)) if kept else None
    yield Hit(path, message, fix, basis=basis)


def _them(codes: Collection[float]) -> str:
    return "it" if len(codes) == 1 else "them"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
