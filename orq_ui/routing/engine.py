"""Simulates a request's way through the router: cache, draw, attempts, waits, verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from orq_ui.routing.attempt import simulate_attempt
from orq_ui.routing.backoff import backoff_ms, retry_after_ms
from orq_ui.routing.balancer import draw_model, first_models
from orq_ui.routing.cache import CACHE_OFF, CacheEntry, CacheLookup, CacheOutcome, look_up
from orq_ui.routing.decision import OK, Decision, decide
from orq_ui.routing.ledger import Attempt, Difference, Draw, Ledger, Verdict
from orq_ui.routing.policy import Policy
from orq_ui.routing.reasons import attempt_reason, cache_reason, hit_reason, refusal_reason
from orq_ui.routing.rng import draw_for_attempt
from orq_ui.routing.rules import RULES
from orq_ui.routing.scenario import Behaviour, Scenario

NO_POSITIONS: Mapping[str, int] = {}
REFUSAL_STATUS = {"malformed-model": 400, "unknown-model": 404}
_BACKOFF, _RETRY_AFTER = RULES["backoff"], RULES["retry-after"]


def route(
    policy: Policy,
    scenario: Scenario,
    seed: int = 0,
    cache: Iterable[CacheEntry] = (),
    positions: Mapping[str, int] = NO_POSITIONS,
) -> Ledger:
    """Simulate one request. ``cache`` is what the router's cache holds when it arrives.

    Scripts are consumed by model, one outcome for each call, whichever hop makes it. They start at ``positions``, by
    default at 0, so that a request repeats; add up ``Ledger.calls`` to let a script span requests.
    """
    found = ask_cache(policy, scenario, cache)
    found = replace(found, reason=cache_reason(found))
    is_hit = found.outcome is CacheOutcome.HIT
    drawn = None if is_hit else draw_model(policy, seed)
    simulation = _Simulation(policy, scenario, seed, positions)
    verdict = _from_cache(policy, found) if is_hit else simulation.run(drawn)
    return Ledger(
        seed=seed, policy=policy, cache=found, draw=drawn, attempts=tuple(simulation.attempts), verdict=verdict
    )


def ask_cache(policy: Policy, scenario: Scenario, stored: Iterable[CacheEntry]) -> CacheLookup:
    """Look the request up in the cache; a warm scenario holds an equal request besides what is stored."""
    ttl = policy.cache_ttl_s
    if ttl.value is None:
        return CACHE_OFF
    if scenario.cached_age_s is not None:
        # A model that cannot be called has not answered an equal request either.
        named = (policy.model, *dict(first_models(policy)))
        served = next((model for model in named if scenario.refusal_rule(model) is None), None)
        if served is not None:
            stored = (*stored, CacheEntry(policy.key, scenario.cached_age_s, ttl.value, served))
    return look_up(policy.key, ttl.value, ttl.rule, stored)


class _Simulation:
    """The provider calls of one request, in whole milliseconds from its start."""

    def __init__(self, policy: Policy, scenario: Scenario, seed: int, positions: Mapping[str, int]) -> None:
        self.policy, self.scenario, self.seed, self.positions = policy, scenario, seed, positions
        self.attempts: list[Attempt] = []
        self.calls: dict[str, int] = {}
        self.now = 0

    def run(self, drawn: Draw | None) -> Verdict:
        """Try the first model, then the fallbacks in turn."""
        first = self.policy.model if drawn is None else drawn.model
        for hop, model in enumerate((first, *self.policy.fallbacks.value)):
            refusal = self.scenario.refusal_rule(model)
            if refusal is not None:
                return _refused(self.policy, drawn, model, refusal, hop, self.now)
            if self.try_model(hop, model) is not Decision.FALL_BACK:
                break
        return _verdict(self.policy, drawn, self.attempts[-1], self.now)

    def try_model(self, hop: int, model: str) -> Decision:
        """Call one model until it answers or the router moves on."""
        behaviour = self.scenario.behaviour_of(model)
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
        draws = draw_for_attempt(self.seed, model, call)
        position = self.positions.get(model, 0) + call
        status, cause, duration = simulate_attempt(behaviour, position, policy.call_timeout_ms.value, draws)
        decision, rule, also = decide(policy, status, cause, number, len(policy.fallbacks.value) - hop)
        asked, waited = retry_after_ms(behaviour, cause), 0
        if decision is Decision.RETRY:
            waited = backoff_ms(number, draws.backoff) if asked is None else asked
            also = (*also, _BACKOFF if asked is None else _RETRY_AFTER)
        payload = behaviour.payload if status == OK else None
        self.attempts.append(
            Attempt(
                model=model,
                number=number,
                started_ms=self.now,
                duration_ms=duration,
                status=status,
                waited_ms=waited,
                decision=decision,
                rule=rule,
                reason=attempt_reason(policy, model, number, hop, status, cause, decision, asked),
                most=most,
                hop=hop,
                cause=cause,
                also=also,
                retry_after_ms=asked,
                payload=payload,
            )
        )
        self.now += duration + waited
        return decision


def _from_cache(policy: Policy, found: CacheLookup) -> Verdict:
    difference = Difference.NONE if found.model == policy.model else Difference.CACHE
    return Verdict(
        requested=policy.model,
        drawn=None,
        served=found.model,
        difference=difference,
        status=OK,
        total_ms=0,
        rule=found.rule,
        reason=hit_reason(),
        also=found.also,
    )


def _refused(policy: Policy, drawn: Draw | None, model: str, refusal: str, hop: int, total: int) -> Verdict:
    # Documented for the model in `model`; for a drawn or fallback model it is our reading.
    also = (RULES["resolved-when-due"],) if hop or drawn else ()
    return Verdict(
        requested=policy.model,
        drawn=drawn.model if drawn else None,
        served=None,
        difference=Difference.NONE,
        status=REFUSAL_STATUS[refusal],
        total_ms=total,
        rule=RULES[refusal],
        reason=refusal_reason(policy, model, refusal, hop),
        also=also,
    )


def _verdict(policy: Policy, drawn: Draw | None, last: Attempt, total: int) -> Verdict:
    served = last.model if last.status == OK else None
    difference = Difference.NONE
    if served is not None and served != policy.model:
        difference = Difference.FALLBACK if last.hop else Difference.BALANCER
    return Verdict(
        requested=policy.model,
        drawn=drawn.model if drawn else None,
        served=served,
        difference=difference,
        status=last.status,
        total_ms=total,
        rule=last.rule,
        reason=last.reason,
        also=last.also,
        retry_after_ms=last.retry_after_ms,
    )
