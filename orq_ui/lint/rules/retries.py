"""When the router tries a model again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from orq_ui.api import dotted
from orq_ui.lint.context import LEVELS, Context
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import join_words, parse_path
from orq_ui.lint.registry import Hit, router_basis, rule
from orq_ui.routing.decision import CLIENT_ERRORS, FINAL_CODES
from orq_ui.routing.defaults import DEFAULT_SET, DEFAULTS

TOO_MANY_REQUESTS = 429
_SILENT = DEFAULTS[DEFAULT_SET].retry_codes


@rule("retry-codes-final", "warning", router_basis("client-error-final"))
def retry_codes_final(context: Context) -> Iterator[Hit]:
    """Find statuses that the router never retries, whatever on_codes says."""
    yield from without_effect(context.effective_list("retry", "on_codes"), "retried", _SILENT.value)


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
    place = given[0][0]
    codes = sorted(_SILENT.value)
    message = (
        f"Without on_codes the newest documentation retries {join_words(codes)}, older pages only 429; "
        "list the codes to be sure."
    )
    fix = Fix("List the newest codes", (Edit((*place, "retry", "on_codes"), codes),))
    yield Hit(dotted((*place, "retry")), message, fix)


def without_effect(found: tuple[str, list[Any]] | None, done: str, default: Iterable[int]) -> Iterator[Hit]:
    """Yield a hit for a list with final statuses in it; ``done`` is what never happens on them.

    Where nothing else is in the list the fix spells out the default, since an empty list would mean it anyway.
    """
    if found is None:
        return
    path, codes = found
    idle = sorted({int(code) for code in codes if _is_number(code) and code in FINAL_CODES})
    if not idle:
        return
    kept = [code for code in codes if not (_is_number(code) and code in FINAL_CODES)]
    title = f"Remove {join_words(idle)}" if kept else "List the default codes instead"
    are, them = ("is", "it") if len(idle) == 1 else ("are", "them")
    message = f"{join_words(idle)} {are} never {done}, so listing {them} has no effect."
    basis = None if CLIENT_ERRORS.issuperset(idle) else router_basis("client-error-final", "not-found-final")
    yield Hit(path, message, Fix(title, (Edit(parse_path(path), kept or sorted(default)),)), basis=basis)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
