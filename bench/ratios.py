"""Ratios of things that are measured alternately."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Row:
    """One ratio: ``ours`` over ``baseline``, whose samples were measured alternately.

    ``target`` is the most that the ratio should be, or the least where ``at_least``; None where there is none.
    """

    name: str
    ours: Sequence[float]
    baseline: Sequence[float]
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def ratios(self) -> list[float]:
        """The ratio of each round."""
        return [ours / baseline for ours, baseline in zip(self.ours, self.baseline, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios: both samples of a round share the machine's load, two medians need not."""
        return median(self.ratios)

    @property
    def p95_ratio(self) -> float | None:
        """95th percentile over 95th percentile, from twenty samples on."""
        return p95(self.ours) / p95(self.baseline) if min(len(self.ours), len(self.baseline)) >= 20 else None

    @property
    def spread(self) -> tuple[float, float]:
        """The noise: the quartiles of the rounds' ratios."""
        if len(self.ratios) < 2:
            return self.ratios[0], self.ratios[0]
        low, _, high = quantiles(self.ratios, n=4, method="inclusive")
        return low, high

    @property
    def met(self) -> bool | None:
        """Whether the target is met."""
        if self.target is None:
            return None
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def interleave(rounds: int, candidates: Mapping[str, Callable[[], float]], warm_up: int = 0) -> dict[str, list[float]]:
    """Measure A, B, B, A, …, so that a busy machine is busy for both; return the samples by name."""
    found: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(warm_up + rounds):
        for name in list(candidates)[:: 1 if number % 2 == 0 else -1]:
            value = candidates[name]()
            if number >= warm_up:
                found[name].append(value)
    return found
