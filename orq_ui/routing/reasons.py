"""Why the router decided as it did, in sentences that name the case: the status, the option, its value.

Only what was asked and what came back is in them, not what chance drew: equal cases have equal sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from orq_ui.routing.attempt import REQUEST_TIMEOUT
from orq_ui.routing.backoff import BACKOFF_SPREAD, backoff_ms
from orq_ui.routing.cache import CacheLookup, CacheOutcome
from orq_ui.routing.decision import CLIENT_ERRORS, FINAL_CODES, Cause, Decision
from orq_ui.routing.policy import Policy, ResolvedOption

MAX_CODES = 8
"""Statuses of a list that a sentence names; the seven defaults are named in full."""
MAX_NAME = 80
"""Characters of a model's name in a sentence."""


def attempt_reason(
    policy: Policy, model: str, number: int, hop: int, status: int, cause: Cause, decision: Decision, asked: int | None
) -> str:
    """Say why ``decision`` follows attempt ``number`` (from 1) at ``model``; ``asked`` is Retry-After in ms."""
    left = policy.fallbacks.value[hop:]
    if decision is Decision.SERVED:
        attempt = f"attempt {number} of {policy.retries.value + 1}" if policy.retries.value else "its only attempt"
        return f"{name(model)} answered {status} at {attempt}; the first success is the answer."
    timed_out = ""
    if cause is Cause.TIMEOUT:
        timeout = f"{policy.call_timeout_ms.path} {number_text(policy.call_timeout_ms.value or 0)} ms"
        timed_out = f"The attempt passed {timeout}, so it counts as {REQUEST_TIMEOUT}. "
    if status in FINAL_CODES:
        return _final(status, left)
    if decision is Decision.RETRY:
        wait = _wait(number, asked)
        listed = _listed(status, policy.retry_codes, "retry.on_codes")
        return f"{timed_out}{status} is in {listed}: retry {number} of {policy.retries.value} follows after {wait}."
    return f"{timed_out}{_onward(policy, status, decision, left)} {_not_retried(policy, status, number)}"


def refusal_reason(policy: Policy, model: str, rule: str, hop: int) -> str:
    """Say why a model was not called: ``rule`` is the id of the rule that refuses it."""
    left = policy.fallbacks.value[hop:]
    if not model:
        why = "The request names no model: 400"
    elif rule == "unknown-model":
        why = f"{name(model)} does not exist: 404"
    else:
        why = f"{name(model)!r} is not a model id of the form provider/model: 400"
    return f"{why} before it is called{_unasked(left)}."


def draw_reason(policy: Policy, number: float, model: str) -> str:
    """Say into which part of the weights the load balancer's draw fell."""
    low = high = 0.0
    for share in policy.balancer.value:
        if share.share:
            low, high = high, high + share.share
        if number < high:
            break
    return f"{number:.3f} falls into the share of {name(model)}, from {low:.3g} to {high:.3g}."


def cache_reason(lookup: CacheLookup) -> str:
    """Say why the cache did or did not have the answer."""
    age, ttl = number_text(round(lookup.age_s or 0, 3)), number_text(lookup.ttl_s or 0)
    match lookup.outcome:
        case CacheOutcome.HIT:
            return f"An equal request was answered {age} s ago, within the time to live of {ttl} s."
        case CacheOutcome.EXPIRED:
            return f"The answer to an equal request is {age} s old, and its time to live was {ttl} s."
        case CacheOutcome.MISS:
            nearest = f" The nearest entry differs in: {', '.join(lookup.differs)}." if lookup.differs else ""
            return f"The cache had no answer to this request.{nearest}"
        case CacheOutcome.OFF:
            return lookup.rule.text


def hit_reason() -> str:
    """Say why a request that the cache answered went no further."""
    return "An equal request is in the cache, so no provider was called."


def number_text(value: float) -> str:
    """Return a number as people write it: ``2,000`` or ``0.5``."""
    return f"{value:,.10g}"


@lru_cache(maxsize=256)  # of one policy the same few lists are named again with every attempt
def codes_text(codes: frozenset[int], named: int | None = None) -> str:
    """Return ``[429, 503]``; a long list is cut, but ``named`` is in it if it is one of the codes."""
    ordered = sorted(codes)
    if len(ordered) <= MAX_CODES:
        return str(ordered)
    shown = ordered[: MAX_CODES - 1]
    if named in codes and named not in shown:
        shown = [*shown[:-1], named]
    return f"[{', '.join(str(code) for code in shown)} and {len(ordered) - len(shown)} more]"


def name(model: str) -> str:
    """Return a model's name, cut where it is very long."""
    return model if len(model) <= MAX_NAME else f"{model[: MAX_NAME - 1]}…"


def _final(status: int, left: Sequence[str]) -> str:
    if status in CLIENT_ERRORS:
        return f"{status} is never retried and never leads to a fallback{_unasked(left)}."
    return f"A {status} from the provider ends the request: it is neither retried nor handed on{_unasked(left)}."


def _wait(number: int, asked: int | None) -> str:
    if asked is not None:
        return f"{asked / 1000:g} s, as Retry-After asks"
    return f"{backoff_ms(number, 0.5) / 1000:g} s ± {BACKOFF_SPREAD * 100:g} %"


def _onward(policy: Policy, status: int, decision: Decision, left: Sequence[str]) -> str:
    """Say what the fallbacks made of a status that is not retried (any more)."""
    listed = _listed(status, policy.fallback_codes, "fallback_on_codes")
    if decision is Decision.FALL_BACK:
        return f"{status} is in {listed}, so {name(left[0])} is asked next."
    none = "No fallback is left" if policy.fallbacks.value else "There is no fallback"
    if status in policy.fallback_codes.value:
        return f"{none}, so {status} is the answer."
    if left:
        return f"{status} is not in {listed}{_unasked(left)}."
    return f"{none}, and {status} is not in {listed}: {status} is the answer."


def _not_retried(policy: Policy, status: int, number: int) -> str:
    retries = policy.retries
    if number <= retries.value:
        return f"It is not retried, as {status} is not in {_listed(status, policy.retry_codes, 'retry.on_codes')}."
    if retries.value == 0:
        return f"It is not retried, as {f'{retries.path} is 0' if retries.path else 'retry is omitted'}."
    return "Its only retry is used up." if retries.value == 1 else f"All {retries.value} retries are used up."


def _listed(status: int, codes: ResolvedOption[frozenset[int]], default_name: str) -> str:
    return f"{codes.path or f'the default {default_name}'} {codes_text(codes.value, status)}"


def _unasked(left: Sequence[str]) -> str:
    if not left:
        return ""
    if len(left) == 1:
        return f", so {name(left[0])} was not asked"
    return (
        f", so {name(left[0])} and {len(left) - 1} more {'fallback' if len(left) == 2 else 'fallbacks'} were not asked"
    )
