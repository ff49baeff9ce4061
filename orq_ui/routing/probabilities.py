"""The exact probability of every way that a request can go: what a policy is worth in a scenario."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from orq_ui.routing.attempt import max_duration_ms, mean_duration_ms, outcome_probabilities
from orq_ui.routing.backoff import backoff_ms, retry_after_ms
from orq_ui.routing.balancer import first_models
from orq_ui.routing.cache import CacheEntry, CacheOutcome
from orq_ui.routing.decision import Cause, Decision, decide
from orq_ui.routing.engine import NO_POSITIONS, REFUSAL_STATUS, ask_cache
from orq_ui.routing.policy import Policy
from orq_ui.routing.scenario import Scenario

CallCounts = tuple[int, ...]
"""How often each model that is in the chain more than once was called before."""


@dataclass(frozen=True)
class Failure:
    """A way to get no picture, with its probability."""

    status: int
    cause: Cause
    probability: float


@dataclass(frozen=True)
class Odds:
    """``success`` and the failures sum to 1, and so ``served`` (by model) sums to ``success``.

    ``attempts`` is the mean number of provider calls, ``calls`` the same by model; a cache hit has none.
    ``mean_ms`` and ``worst_ms`` are of the whole request with its waits; the worst one takes every latency at its
    longest and every backoff at +25 %.
    """

    success: float
    served: Mapping[str, float]
    failures: tuple[Failure, ...]
    attempts: float
    calls: Mapping[str, float]
    mean_ms: float
    worst_ms: int


@dataclass
class _Requests:
    """The requests at one point: their share of all, and how late the latest of them is."""

    probability: float = 0.0
    latest_ms: int = 0

    def add(self, probability: float, latest_ms: int) -> None:
        self.probability += probability
        self.latest_ms = max(self.latest_ms, latest_ms)


class _Totals:
    """Adds up what every way of a request contributes."""

    def __init__(self) -> None:
        self.served: defaultdict[str, float] = defaultdict(float)
        self.failed: defaultdict[tuple[int, Cause], float] = defaultdict(float)
        self.calls: defaultdict[str, float] = defaultdict(float)
        self.mean_ms = 0.0
        self.worst_ms = 0

    def refuse(self, status: int, arrived: Iterable[_Requests]) -> None:
        for requests in arrived:
            self.failed[status, Cause.REFUSED] += requests.probability
            self.worst_ms = max(self.worst_ms, requests.latest_ms)

    def odds(self) -> Odds:
        failures = [Failure(status, cause, share) for (status, cause), share in self.failed.items()]
        failures.sort(key=lambda failure: (-failure.probability, failure.status, failure.cause))
        success, attempts = fsum(self.served.values()), fsum(self.calls.values())
        served, calls = dict(self.served), dict(self.calls)
        return Odds(
            success=success,
            served=served,
            failures=tuple(failures),
            attempts=attempts,
            calls=calls,
            mean_ms=self.mean_ms,
            worst_ms=self.worst_ms,
        )


def odds(
    policy: Policy, scenario: Scenario, cache: Iterable[CacheEntry] = (), positions: Mapping[str, int] = NO_POSITIONS
) -> Odds:
    """Return the exact odds of :func:`route` over all seeds, for the same cache and script positions."""
    found = ask_cache(policy, scenario, cache)
    if found.outcome is CacheOutcome.HIT and found.model is not None:
        served = {found.model: 1.0}
        return Odds(success=1.0, served=served, failures=(), attempts=0.0, calls={}, mean_ms=0.0, worst_ms=0)
    total = _Totals()
    for first, share in first_models(policy):
        chain = (first, *policy.fallbacks.value)
        repeated = tuple(model for model, times in Counter(chain).items() if times > 1)
        here: Mapping[CallCounts, _Requests] = {(0,) * len(repeated): _Requests(share)}
        for hop, model in enumerate(chain):
            refusal = scenario.refusal_rule(model)
            if refusal is not None:
                total.refuse(REFUSAL_STATUS[refusal], here.values())
                break
            here = _ModelVisit(policy, scenario, positions, total, model, hop, repeated).advance(here)
            if not here:
                break
    return total.odds()


class _ModelVisit:
    """All requests at one model of the chain, moved on together: who is served, who fails, who goes on."""

    def __init__(
        self,
        policy: Policy,
        scenario: Scenario,
        positions: Mapping[str, int],
        total: _Totals,
        model: str,
        hop: int,
        repeated: tuple[str, ...],
    ) -> None:
        self.policy, self.total, self.model = policy, total, model
        self.behaviour = scenario.behaviour_of(model)
        self.timeout = policy.call_timeout_ms.value
        self.start = positions.get(model, 0)
        self.left = len(policy.fallbacks.value) - hop
        self.place = repeated.index(model) if model in repeated else None

    def advance(self, here: Mapping[CallCounts, _Requests]) -> dict[CallCounts, _Requests]:
        """Make every attempt; return the requests that go on to the next model."""
        onward: defaultdict[CallCounts, _Requests] = defaultdict(_Requests)
        for number in range(1, self.policy.retries.value + 2):
            again: defaultdict[CallCounts, _Requests] = defaultdict(_Requests)
            for calls, requests in here.items():
                for decision, share, latest in self._after_attempt(number, calls, requests):
                    (again if decision is Decision.RETRY else onward)[self._count_call(calls)].add(share, latest)
            here = again
        return onward

    def _after_attempt(
        self, number: int, calls: CallCounts, requests: _Requests
    ) -> Iterator[tuple[Decision, float, int]]:
        """Yield what goes on after one attempt: the decision, its probability and its latest time, waits included."""
        total = self.total
        total.calls[self.model] += requests.probability
        total.mean_ms += requests.probability * mean_duration_ms(self.behaviour, self.timeout)
        latest = requests.latest_ms + max_duration_ms(self.behaviour, self.timeout)
        made = number - 1 if self.place is None else calls[self.place]
        for status, cause, probability in outcome_probabilities(self.behaviour, self.start + made, self.timeout):
            share = requests.probability * probability
            decision = decide(self.policy, status, cause, number, self.left).decision
            if decision is Decision.SERVED:
                total.served[self.model] += share
            elif decision is Decision.GIVE_UP:
                total.failed[status, cause] += share
            elif decision is Decision.RETRY:
                mean, longest = self._wait(number, cause)
                total.mean_ms += share * mean
                yield decision, share, latest + longest
            else:
                yield decision, share, latest
            total.worst_ms = max(total.worst_ms, latest)

    def _wait(self, number: int, cause: Cause) -> tuple[int, int]:
        """Return the mean and the longest wait before a retry, in ms."""
        asked = retry_after_ms(self.behaviour, cause)
        return (backoff_ms(number, 0.5), backoff_ms(number, 1)) if asked is None else (asked, asked)

    def _count_call(self, calls: CallCounts) -> CallCounts:
        """Return the counters after a call, capped where the script has ended: beyond it all calls are alike."""
        if self.place is None:
            return calls
        made = min(calls[self.place] + 1, max(len(self.behaviour.script) - self.start, 0))
        return (*calls[: self.place], made, *calls[self.place + 1 :])
