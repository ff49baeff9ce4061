"""Single changes of a request's router options: each with its edit of the body, and the policy that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from math import ceil
from typing import TypeVar

from orq_ui.json_edits import APPEND, REMOVE, Edit, Path
from orq_ui.routing.attempt import drawn_latency_ms
from orq_ui.routing.decision import FINAL_CODES, OK
from orq_ui.routing.ledger import Ledger
from orq_ui.routing.policy import MAX_RETRIES, Policy, ResolvedOption, Share
from orq_ui.routing.reasons import name, number_text
from orq_ui.routing.rng import draw_for_attempt
from orq_ui.routing.rules import RULES
from orq_ui.routing.scenario import Scenario

T = TypeVar("T")

MAX_OF_A_KIND = 16
"""Changes of one kind that are tried."""
TIMEOUT_STEP_MS = 100
"""A longer call_timeout is a multiple of this."""
MAX_RETRY_CODES, MAX_FALLBACK_CODES, MAX_FALLBACKS = 500, 20, 500
"""What the emulator takes; the contract itself limits only the second."""


class Kind(IntEnum):
    """What an option change is about, in the order in which it is offered."""

    RETRY_CODE = 0
    FALLBACK_CODE = 1
    RETRIES = 2
    TIMEOUT = 3
    FALLBACK = 4
    REMOVAL = 5


@dataclass(frozen=True)
class OptionChange:
    """``action`` is an imperative without a capital or a full stop; ``size`` ranks changes of one kind."""

    kind: Kind
    action: str
    edits: tuple[Edit, ...]
    policy: Policy
    size: float = 0


def option_changes(policy: Policy, scenario: Scenario, ledger: Ledger, models: Iterable[str]) -> Iterator[OptionChange]:
    """Yield the single changes that could matter to a request that failed, each kind from the smallest.

    ``models`` are those that could be added as fallbacks. ``ledger`` is the policy's in this scenario.
    """
    failures = [row.status for row in ledger.attempts if row.status != OK and row.status not in FINAL_CODES]
    yield from _retry_codes(policy, list(dict.fromkeys(failures)))
    yield from _fallback_codes(policy, list(dict.fromkeys(failures)))
    if failures:
        yield from _retries(policy)
        yield from _timeouts(policy, scenario, ledger)
        yield from _fallbacks(policy, scenario, models)
    yield from _removals(policy, ledger)


def _retry_codes(policy: Policy, statuses: list[int]) -> Iterator[OptionChange]:
    codes, retries, place = policy.retry_codes, policy.retries, policy.places["retry_codes"]
    if not retries.value or len(codes.value) >= MAX_RETRY_CODES:
        return
    for status in statuses:
        if status in codes.value:
            continue
        changed = replace(policy, retry_codes=_given(codes, codes.value | {status}, "retry-codes-given", place))
        edit, action = _code_edit(codes, status, place)
        edits: tuple[Edit, ...] = (edit,)
        # Without `retry` its count has another default than within it.
        if retries.path is None and retries.rule != RULES["retry-count-default"]:
            count = policy.places["retries"]
            edits = (Edit(count, retries.value), edit)
            action = f"set {_dotted(count)} to {retries.value} and {action.removeprefix('set ')}"
            changed = replace(changed, retries=_given(retries, retries.value, "retry-attempts", count))
        yield OptionChange(Kind.RETRY_CODE, action, edits, changed)


def _fallback_codes(policy: Policy, statuses: list[int]) -> Iterator[OptionChange]:
    codes, place = policy.fallback_codes, policy.places["fallback_codes"]
    if not policy.fallbacks.value or len(codes.value) >= MAX_FALLBACK_CODES:
        return
    for status in statuses:
        if status not in codes.value:
            changed = _given(codes, codes.value | {status}, "fallback-codes-given", place)
            edit, action = _code_edit(codes, status, place)
            yield OptionChange(Kind.FALLBACK_CODE, action, (edit,), replace(policy, fallback_codes=changed))


def _retries(policy: Policy) -> Iterator[OptionChange]:
    retries, place = policy.retries, policy.places["retries"]
    for count in range(retries.value + 1, MAX_RETRIES + 1):
        action = f"set {_dotted(place)} to {count}"
        if retries.path:
            action = f"raise {retries.path} from {retries.value} to {count}"
        changed = replace(policy, retries=_given(retries, count, "retry-attempts", place))
        yield OptionChange(Kind.RETRIES, action, (Edit(place, count),), changed, size=count)


def _timeouts(policy: Policy, scenario: Scenario, ledger: Ledger) -> Iterator[OptionChange]:
    """Yield the timeouts within which one more of the calls that this chance has in store is in time."""
    timeout, place = policy.call_timeout_ms, policy.places["call_timeout_ms"]
    if timeout.value is None:
        return
    chain = [ledger.draw.model if ledger.draw else policy.model, *policy.fallbacks.value][:MAX_OF_A_KIND]
    latencies = {
        drawn_latency_ms(scenario.behaviour_of(model), draw_for_attempt(ledger.seed, model, call))
        for model in set(chain)
        for call in range((policy.retries.value + 1) * chain.count(model))
    }
    longer = {ceil(latency / TIMEOUT_STEP_MS) * TIMEOUT_STEP_MS for latency in latencies if latency > timeout.value}
    for value in sorted(longer)[:MAX_OF_A_KIND]:
        action = f"raise {timeout.path} from {number_text(timeout.value)} ms to {number_text(value)} ms"
        changed = replace(policy, call_timeout_ms=_given(timeout, float(value), "call-timeout", place))
        yield OptionChange(Kind.TIMEOUT, action, (Edit(place, value),), changed, size=value)


def _fallbacks(policy: Policy, scenario: Scenario, models: Iterable[str]) -> Iterator[OptionChange]:
    fallbacks, place = policy.fallbacks, policy.places["fallbacks"]
    if len(fallbacks.value) >= MAX_FALLBACKS:
        return
    asked = {policy.model, *policy.models}
    free = [model for model in dict.fromkeys(models) if model not in asked and scenario.refusal_rule(model) is None]
    for model in free[:MAX_OF_A_KIND]:
        row = {"model": model}
        edit = Edit(place, [row]) if fallbacks.path is None else Edit((*place, APPEND), row)
        changed = _given(fallbacks, (*fallbacks.value, model), "fallback-order", place)
        action = f"add {name(model)} to {_dotted(place)}"
        yield OptionChange(Kind.FALLBACK, action, (edit,), replace(policy, fallbacks=changed))


def _removals(policy: Policy, ledger: Ledger) -> Iterator[OptionChange]:
    """Yield the policy without one of the fallbacks, or without a drawn model that failed."""
    fallbacks, place = policy.fallbacks, policy.places["fallbacks"]
    for number, model in enumerate(fallbacks.value[:MAX_OF_A_KIND]):
        left = (*fallbacks.value[:number], *fallbacks.value[number + 1 :])
        action, edits = f"remove {name(model)} from {_dotted(place)}", (Edit((*place, number), REMOVE),)
        changed = replace(policy, fallbacks=_given(fallbacks, left, "fallback-order", place))
        yield OptionChange(Kind.REMOVAL, action, edits, changed)
    shares, place = policy.balancer.value, policy.places["balancer"]
    if ledger.draw is None or len(shares) < 2:
        return
    for number, share in enumerate(shares[:MAX_OF_A_KIND]):
        rest = (*shares[:number], *shares[number + 1 :])
        total = sum(each.weight for each in rest)
        if share.model == ledger.draw.model and total > 0:
            balancer = tuple(Share(each.model, each.weight, each.weight / total, each.given) for each in rest)
            action, edits = f"remove {name(share.model)} from {_dotted(place)}", (Edit((*place, number), REMOVE),)
            changed = replace(policy, balancer=_given(policy.balancer, balancer, "balancer-weights", place))
            yield OptionChange(Kind.REMOVAL, action, edits, changed)


def _code_edit(codes: ResolvedOption[frozenset[int]], status: int, place: Path) -> tuple[Edit, str]:
    """Return the edit that adds a status to a list, and what it does in words."""
    if codes.path is not None:
        return Edit((*place, APPEND), status), f"add {status} to {_dotted(place)}"
    # A list that is given replaces the default one.
    return Edit(place, sorted(codes.value | {status})), f"set {_dotted(place)} to the default codes and {status}"


def _given(before: ResolvedOption[T], value: T, rule: str, place: Path) -> ResolvedOption[T]:
    return replace(before, value=value, rule=RULES[rule], path=_dotted(place))


def _dotted(place: Path) -> str:
    return ".".join(str(step) for step in place)
