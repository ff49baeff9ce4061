"""Time that a test moves."""

from __future__ import annotations


class Clock:
    """Unix seconds; ``now`` may be set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now
