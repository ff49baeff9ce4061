"""What the router does after an attempt, and by which rule: the one place that decides it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from orq_ui.routing.policy import Policy
from orq_ui.routing.rules import RULES, Rule, weakest

OK = 200
CLIENT_ERRORS = frozenset({400, 401, 403})
FINAL_CODES = CLIENT_ERRORS | {404}


class Decision(StrEnum):
    """What follows an attempt."""

    SERVED = "served"
    RETRY = "retry"
    FALL_BACK = "fall_back"
    GIVE_UP = "give_up"


class Cause(StrEnum):
    """Why an attempt, or a request, ended as it did; ``refused`` is a model that was never called."""

    OK = "ok"
    SCRIPT = "script"
    FAULT = "fault"
    TIMEOUT = "timeout"
    REFUSED = "refused"


class RuledDecision(NamedTuple):
    """A decision, the rule that made it, and those that shaped it too."""

    decision: Decision
    rule: Rule
    also: tuple[Rule, ...] = ()


def decide(policy: Policy, status: int, cause: Cause, number: int, fallbacks_left: int) -> RuledDecision:
    """Decide what follows attempt ``number`` (from 1) at a model, with ``fallbacks_left`` models still to ask."""
    if status == OK:
        return _SERVED
    if status in FINAL_CODES:
        return _CLIENT_ERROR if status in CLIENT_ERRORS else _NOT_FOUND
    timed_out = (RULES["call-timeout"],) if cause is Cause.TIMEOUT else ()
    retries, codes = policy.retries, policy.retry_codes
    if number <= retries.value and status in codes.value:
        rule = weakest((codes.rule, retries.rule))
        other = codes.rule if rule is retries.rule else retries.rule
        return RuledDecision(Decision.RETRY, rule, (other, *timed_out))
    spent = retries.rule if number > retries.value else codes.rule
    if status not in policy.fallback_codes.value:
        return RuledDecision(Decision.GIVE_UP, policy.fallback_codes.rule, (spent, *timed_out))
    if fallbacks_left:
        return RuledDecision(Decision.FALL_BACK, policy.fallback_codes.rule, (spent, *timed_out, *_FALLING_BACK))
    last = "timeouts-exhausted" if cause is Cause.TIMEOUT else "last-error"
    return RuledDecision(Decision.GIVE_UP, RULES[last], (spent, *timed_out))


_SERVED = RuledDecision(Decision.SERVED, RULES["first-success"])
_CLIENT_ERROR = RuledDecision(Decision.GIVE_UP, RULES["client-error-final"])
_NOT_FOUND = RuledDecision(Decision.GIVE_UP, RULES["not-found-final"])
_FALLING_BACK = (RULES["fallback-order"], RULES["fallback-carry-over"])
