"""A request that came from elsewhere and waits for the person's word."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.api import ImageVariationRequest


@dataclass(frozen=True)
class Incoming:
    """``origin`` is where it came from, in our words; ``notes`` are facts about the reading, as plain text."""

    origin: str
    request: ImageVariationRequest | None
    notes: tuple[str, ...] = ()
