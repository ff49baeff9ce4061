"""Samples, their medians, and ratios of things measured in turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Row:
    """One ratio: ``ours`` over ``floor``, sample by sample measured in turns.

    ``aim`` is the most that the ratio should be, or the least where ``at_least``; None where there is no aim.
    """

    name: str
    ours: tuple[float, ...]
    floor: tuple[float, ...]
    unit: str
    aim: float | None = None
    at_least: bool = False

    @property
    def turns(self) -> tuple[float, ...]:
        """The ratio of each turn."""
        return tuple(mine / plain for mine, plain in zip(self.ours, self.floor, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the turns' own ratios: the two of a turn share the machine's load, two medians need not."""
        return median(self.turns)

    @property
    def p95_ratio(self) -> float | None:
        """95th percentile over 95th percentile, from twenty samples on."""
        return p95(self.ours) / p95(self.floor) if min(len(self.ours), len(self.floor)) >= 20 else None

    @property
    def spread(self) -> tuple[float, float]:
        """The noise: the quartiles of the ratios of each turn."""
        if len(self.turns) < 2:
            return self.turns[0], self.turns[0]
        low, _, high = quantiles(self.turns, n=4, method="inclusive")
        return low, high

    @property
    def met(self) -> bool | None:
        """Whether the aim is met."""
        if self.aim is None:
            return None
        return self.ratio >= self.aim if self.at_least else self.ratio <= self.aim


def p95(values: tuple[float, ...]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def in_turns(rounds: int, contestants: Mapping[str, Callable[[], float]], warm_up: int = 0) -> dict[str, list[float]]:
    """Measure A, B, A, B, …, so that a busy machine is busy for both; every second turn goes backwards."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(warm_up + rounds):
        order = list(contestants)[:: 1 if turn % 2 == 0 else -1]
        for name in order:
            value = contestants[name]()
            if turn >= warm_up:
                found[name].append(value)
    return found
