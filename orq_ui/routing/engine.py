"""A request's way through the router: cache, draw, attempts, waits, verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orq_ui.routing.attempt import backoff_ms, play, retry_after_ms
from orq_ui.routing.balancer import draw
from orq_ui.routing.cache import OFF, CacheEntry, CacheOutcome, Lookup, look_up
from orq_ui.routing.decision import OK, Decision, rule_on
from orq_ui.routing.ledger import Attempt, Difference, Draw, Ledger, Verdict
from orq_ui.routing.policy import Policy
from orq_ui.routing.rng import luck_of
from orq_ui.routing.rules import RULES
from orq_ui.routing.scenario import Behaviour, Scenario

NOWHERE: Mapping[str, int] = {}
REFUSALS = {"malformed-model": 400, "unknown-model": 404}
_BACKOFF, _RETRY_AFTER = RULES["backoff"], RULES["retry-after"]


def route(
    policy: Policy,
    scenario: Scenario,
    seed: int = 0,
    cache: Iterable[CacheEntry] = (),
    positions: Mapping[str, int] = NOWHERE,
) -> Ledger:
    """Play one request. ``cache`` is what the router holds when it arrives.

    Scripts are consumed by model, one outcome for each call, whichever hop makes it. They start at ``positions``:
    at 0 unless told otherwise, so that a request repeats; add ``Ledger.calls`` up to let a story span requests.
    """
    found = ask_cache(policy, scenario, cache)
    if found.outcome is CacheOutcome.HIT:
        return Ledger(seed, policy, found, None, (), _from_cache(policy, found))
    drawn = draw(policy, seed)
    trip = _Trip(policy, scenario, seed, positions)
    for hop, model in enumerate((policy.model if drawn is None else drawn.model, *policy.fallbacks.value)):
        refusal = scenario.refusal_of(model)
        if refusal is not None:
            verdict = _refused(policy, drawn, refusal, hop, trip.now)
            return Ledger(seed, policy, found, drawn, tuple(trip.attempts), verdict)
        if trip.visit(hop, model) is not Decision.FALL_BACK:
            break
    verdict = _verdict(policy, drawn, trip.attempts[-1], trip.now)
    return Ledger(seed, policy, found, drawn, tuple(trip.attempts), verdict)


def ask_cache(policy: Policy, scenario: Scenario, stored: Iterable[CacheEntry]) -> Lookup:
    """The cache's answer; a warm scenario holds an equal request besides what is stored."""
    ttl = policy.cache_ttl_s
    if ttl.value is None:
        return OFF
    if scenario.cached_age_s is not None:
        stored = (*stored, CacheEntry(policy.key, scenario.cached_age_s, ttl.value, policy.model))
    return look_up(policy.key, ttl.value, ttl.rule, stored)


class _Trip:
    """The provider calls of one request, in whole milliseconds from its start."""

    def __init__(self, policy: Policy, scenario: Scenario, seed: int, positions: Mapping[str, int]) -> None:
        self.policy, self.scenario, self.seed, self.positions = policy, scenario, seed, positions
        self.attempts: list[Attempt] = []
        self.calls: dict[str, int] = {}
        self.now = 0

    def visit(self, hop: int, model: str) -> Decision:
        """Attempt at one model until it answers or the router moves on."""
        behaviour = self.scenario.of(model)
        most = self.policy.retries.value + 1
        decision = Decision.RETRY
        number = 0
        while decision is Decision.RETRY:
            number += 1
            decision = self._attempt(behaviour, model, number, most, hop)
        return decision

    def _attempt(self, behaviour: Behaviour, model: str, number: int, most: int, hop: int) -> Decision:
        policy, call = self.policy, self.calls.get(model, 0)
        self.calls[model] = call + 1
        luck = luck_of(self.seed, model, call)
        position = self.positions.get(model, 0) + call
        status, cause, duration = play(behaviour, position, policy.call_timeout_ms.value, luck)
        decision, rule, also = rule_on(policy, status, cause, number, len(policy.fallbacks.value) - hop)
        asked, waited = retry_after_ms(behaviour, status), 0
        if decision is Decision.RETRY:
            waited = backoff_ms(number, luck.backoff) if asked is None else asked
            also = (*also, _BACKOFF if asked is None else _RETRY_AFTER)
        payload = behaviour.payload if status == OK else None
        row = (model, number, self.now, duration, status, waited, decision, rule, most, hop, cause, also)
        self.attempts.append(Attempt(*row, asked, payload))
        self.now += duration + waited
        return decision


def _from_cache(policy: Policy, found: Lookup) -> Verdict:
    difference = Difference.NONE if found.model == policy.model else Difference.CACHE
    return Verdict(policy.model, None, found.model, difference, OK, 0, found.rule, found.also)


def _refused(policy: Policy, drawn: Draw | None, refusal: str, hop: int, total: int) -> Verdict:
    # Documented for the model in `model`; for a drawn or fallback model it is our reading.
    also = (RULES["resolved-when-due"],) if hop or drawn else ()
    by_draw = drawn.model if drawn else None
    return Verdict(policy.model, by_draw, None, Difference.NONE, REFUSALS[refusal], total, RULES[refusal], also)


def _verdict(policy: Policy, drawn: Draw | None, last: Attempt, total: int) -> Verdict:
    by_draw = drawn.model if drawn else None
    served = last.model if last.status == OK else None
    difference = Difference.NONE
    if served is not None and served != policy.model:
        difference = Difference.FALLBACK if last.hop else Difference.BALANCER
    ended = (last.status, total, last.rule, last.also, last.retry_after_ms)
    return Verdict(policy.model, by_draw, served, difference, *ended)
