"""What would have saved a request: the smallest changes of its options that end in success, each tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from orq_ui.json_edits import Edit
from orq_ui.routing.engine import NO_POSITIONS, route
from orq_ui.routing.ledger import Ledger
from orq_ui.routing.option_changes import Kind, OptionChange, option_changes
from orq_ui.routing.policy import Policy
from orq_ui.routing.probabilities import odds
from orq_ui.routing.scenario import Scenario

MAX_ATTEMPTS = 30_000
"""Attempts that are simulated in the search: about a second for the longest chains of models."""
MAX_PAIRS_TRIED = 1000
MAX_PAIRS = 4
"""Pairs of changes that are returned, those with the best odds."""
_NUMBERS = frozenset({Kind.RETRIES, Kind.TIMEOUT})


@dataclass(frozen=True)
class Change:
    """A change of the router options with which the request succeeds under the same scenario and chance.

    ``edits`` make it in the body, at the level where the option is or would be. ``odds_before`` and ``odds_after`` are
    the probabilities of success over all chances; ``served`` answers after ``total_ms``.
    """

    sentence: str
    edits: tuple[Edit, ...]
    odds_before: float
    odds_after: float
    served: str
    total_ms: int
    calls: int


@dataclass
class _Try:
    """One option change or two, one after the other, and how the request went then; ``success`` are its odds."""

    steps: tuple[OptionChange, ...]
    ledger: Ledger
    success: float = 0.0

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(step.kind for step in self.steps)

    @property
    def sizes(self) -> tuple[float, ...]:
        """How large the changes are, by kind."""
        return tuple(sum(step.size for step in self.steps if step.kind is kind) for kind in Kind)

    @property
    def rank(self) -> tuple[object, ...]:
        """Smaller is better: first the size, then the odds, then the time."""
        return self.sizes, -self.success, self.ledger.verdict.total_ms


def advise(
    policy: Policy,
    scenario: Scenario,
    seed: int = 0,
    models: Iterable[str] | None = None,
    positions: Mapping[str, int] = NO_POSITIONS,
) -> tuple[Change, ...]:
    """Return the smallest option changes that turn a failure into a success, each confirmed by :func:`route`.

    Of each kind it is the smallest: one more status retried or handed on, the fewest retries, the shortest sufficient
    timeout in steps of 100 ms, the best of the ``models`` that can be added as a fallback (without them, of those that
    the scenario names), and a fallback or a drawn model left out where that betters the odds. Two changes at once, the
    first 1,000 pairs, are tried only if no single one helps; a search ends after 30,000 simulated attempts.

    ``positions`` are where scripts start, as for :func:`route`.
    The result is empty for a request that succeeds, and where no option can help: the model itself and the picture
    stay, and nothing leads on from a 400, 401, 403 or 404.
    """
    named = tuple(scenario.models if models is None else models)
    return Search(policy, scenario, seed, named, positions).changes()


class Search:
    """A search in one scenario with one chance; ``attempts_left`` may still be simulated."""

    def __init__(
        self,
        policy: Policy,
        scenario: Scenario,
        seed: int,
        models: tuple[str, ...],
        positions: Mapping[str, int] = NO_POSITIONS,
    ) -> None:
        self.policy, self.scenario, self.seed, self.models = policy, scenario, seed, models
        self.positions = positions
        self.attempts_left = MAX_ATTEMPTS

    def changes(self) -> tuple[Change, ...]:
        """Return the best single changes, or pairs where there is none."""
        before = self._route(self.policy)
        if before.verdict.served is not None:
            return ()
        odds_before = self._odds(self.policy)
        single = [_Try((step,), ledger) for step, ledger in self._tried(self.policy, before)]
        best = sorted(self._smallest(single, odds_before), key=lambda each: sorted(each.kinds))
        if not best:
            pairs = islice(self._pairs(single), MAX_PAIRS_TRIED)
            best = sorted(self._smallest(pairs, odds_before), key=lambda each: (-each.success, sorted(each.kinds)))[
                :MAX_PAIRS
            ]
        return tuple(_change(each, odds_before) for each in best)

    def _tried(self, policy: Policy, ledger: Ledger) -> Iterator[tuple[OptionChange, Ledger]]:
        """Yield each single change of a policy with the ledger that it leads to."""
        for step in option_changes(policy, self.scenario, ledger, self.models):
            if self.attempts_left <= 0:
                return
            yield step, self._route(step.policy)

    def _pairs(self, single: Iterable[_Try]) -> Iterator[_Try]:
        for first in single:
            for second, ledger in self._tried(first.ledger.policy, first.ledger):
                # A larger number in two steps is one change, and was tried.
                if second.kind not in first.kinds & _NUMBERS:
                    yield _Try((*first.steps, second), ledger)

    def _smallest(self, tries: Iterable[_Try], odds_before: float) -> Iterator[_Try]:
        """Yield the best success of each kind, or of each pair of kinds."""
        best: dict[frozenset[Kind], _Try] = {}
        for each in tries:
            if each.ledger.verdict.served is None:
                continue
            known = best.get(each.kinds)
            if known is not None and known.sizes < each.sizes:
                continue
            each.success = self._odds(each.ledger.policy)
            # Leaving out a model that failed by bad luck would only be another throw of the dice.
            if Kind.REMOVAL in each.kinds and each.success <= odds_before:
                continue
            if known is None or each.rank < known.rank:
                best[each.kinds] = each
        yield from best.values()

    def _route(self, policy: Policy) -> Ledger:
        ledger = route(policy, self.scenario, self.seed, positions=self.positions)
        self.attempts_left -= len(ledger.attempts) + 1
        return ledger

    def _odds(self, policy: Policy) -> float:
        self.attempts_left -= (policy.retries.value + 1) * (len(policy.fallbacks.value) + 1)
        return odds(policy, self.scenario, positions=self.positions).success


def _change(found: _Try, before: float) -> Change:
    verdict, actions = found.ledger.verdict, " and ".join(step.action for step in found.steps)
    return Change(
        sentence=f"{actions[0].upper()}{actions[1:]}.",
        edits=tuple(edit for step in found.steps for edit in step.edits),
        odds_before=before,
        odds_after=found.success,
        served=verdict.served or "",
        total_ms=verdict.total_ms,
        calls=len(found.ledger.attempts),
    )
