"""What a policy is worth in a scenario: exact chances by arithmetic over every way that a request can go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from orq_ui.routing.attempt import backoff_ms, chances, longest_ms, mean_duration_ms, retry_after_ms
from orq_ui.routing.balancer import first_models
from orq_ui.routing.cache import CacheEntry, CacheOutcome
from orq_ui.routing.decision import Cause, Decision, rule_on
from orq_ui.routing.engine import NOWHERE, REFUSALS, ask_cache
from orq_ui.routing.policy import Policy
from orq_ui.routing.scenario import Scenario

Calls = tuple[int, ...]
"""How often each model that stands in the chain more than once was called before."""


@dataclass(frozen=True)
class Failure:
    """A way not to be answered, with its probability."""

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
class _Mass:
    """The requests that stand at one point: how many of all, and how late the latest of them is."""

    probability: float = 0.0
    latest_ms: int = 0

    def add(self, probability: float, latest_ms: int) -> None:
        self.probability += probability
        self.latest_ms = max(self.latest_ms, latest_ms)


class _Sum:
    """Adds up what every way contributes."""

    def __init__(self) -> None:
        self.served: defaultdict[str, float] = defaultdict(float)
        self.failed: defaultdict[tuple[int, Cause], float] = defaultdict(float)
        self.calls: defaultdict[str, float] = defaultdict(float)
        self.mean_ms = 0.0
        self.worst_ms = 0

    def refuse(self, status: int, arrived: Iterable[_Mass]) -> None:
        for mass in arrived:
            self.failed[status, Cause.REFUSED] += mass.probability
            self.worst_ms = max(self.worst_ms, mass.latest_ms)

    def odds(self) -> Odds:
        failures = [Failure(status, cause, share) for (status, cause), share in self.failed.items()]
        failures.sort(key=lambda failure: (-failure.probability, failure.status, failure.cause))
        success, attempts = fsum(self.served.values()), fsum(self.calls.values())
        served, calls = dict(self.served), dict(self.calls)
        return Odds(success, served, tuple(failures), attempts, calls, self.mean_ms, self.worst_ms)


def odds(
    policy: Policy, scenario: Scenario, cache: Iterable[CacheEntry] = (), positions: Mapping[str, int] = NOWHERE
) -> Odds:
    """The exact chances of :func:`route` over all seeds, for the same cache and script positions."""
    found = ask_cache(policy, scenario, cache)
    if found.outcome is CacheOutcome.HIT and found.model is not None:
        return Odds(1.0, {found.model: 1.0}, (), 0.0, {}, 0.0, 0)
    total = _Sum()
    for first, share in first_models(policy):
        chain = (first, *policy.fallbacks.value)
        repeated = tuple(model for model, times in Counter(chain).items() if times > 1)
        here: Mapping[Calls, _Mass] = {(0,) * len(repeated): _Mass(share)}
        for hop, model in enumerate(chain):
            refusal = scenario.refusal_of(model)
            if refusal is not None:
                total.refuse(REFUSALS[refusal], here.values())
                break
            here = _Visit(policy, scenario, positions, total, model, hop, repeated).onward(here)
            if not here:
                break
    return total.odds()


class _Visit:
    """All requests at one model of the chain, moved on together: who is served, who fails, who goes on."""

    def __init__(
        self,
        policy: Policy,
        scenario: Scenario,
        positions: Mapping[str, int],
        total: _Sum,
        model: str,
        hop: int,
        repeated: tuple[str, ...],
    ) -> None:
        self.policy, self.total, self.model = policy, total, model
        self.behaviour = scenario.of(model)
        self.timeout = policy.call_timeout_ms.value
        self.start = positions.get(model, 0)
        self.left = len(policy.fallbacks.value) - hop
        self.place = repeated.index(model) if model in repeated else None

    def onward(self, here: Mapping[Calls, _Mass]) -> dict[Calls, _Mass]:
        """Play every attempt; what comes back stands at the next model."""
        onward: defaultdict[Calls, _Mass] = defaultdict(_Mass)
        for number in range(1, self.policy.retries.value + 2):
            again: defaultdict[Calls, _Mass] = defaultdict(_Mass)
            for calls, mass in here.items():
                for decision, share, latest in self._after(number, calls, mass):
                    (again if decision is Decision.RETRY else onward)[self._called(calls)].add(share, latest)
            here = again
        return onward

    def _after(self, number: int, calls: Calls, mass: _Mass) -> Iterator[tuple[Decision, float, int]]:
        """Who goes on after one attempt: the decision, its probability and its latest time, waits included."""
        total = self.total
        total.calls[self.model] += mass.probability
        total.mean_ms += mass.probability * mean_duration_ms(self.behaviour, self.timeout)
        latest = mass.latest_ms + longest_ms(self.behaviour, self.timeout)
        made = number - 1 if self.place is None else calls[self.place]
        for status, cause, probability in chances(self.behaviour, self.start + made, self.timeout):
            share = mass.probability * probability
            decision = rule_on(self.policy, status, cause, number, self.left).decision
            if decision is Decision.SERVED:
                total.served[self.model] += share
            elif decision is Decision.GIVE_UP:
                total.failed[status, cause] += share
            elif decision is Decision.RETRY:
                mean, longest = self._wait(number, status)
                total.mean_ms += share * mean
                yield decision, share, latest + longest
            else:
                yield decision, share, latest
            total.worst_ms = max(total.worst_ms, latest)

    def _wait(self, number: int, status: int) -> tuple[int, int]:
        """Mean and longest wait before a retry, in ms."""
        asked = retry_after_ms(self.behaviour, status)
        return (backoff_ms(number, 0.5), backoff_ms(number, 1)) if asked is None else (asked, asked)

    def _called(self, calls: Calls) -> Calls:
        """The counters after a call, capped where the script has ended: beyond it all calls are alike."""
        if self.place is None:
            return calls
        made = min(calls[self.place] + 1, max(len(self.behaviour.script) - self.start, 0))
        return (*calls[: self.place], made, *calls[self.place + 1 :])
