"""What came back from one exchange, unread."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from orq_ui.client.timings import Timings
from orq_ui.redaction import Redactor


@dataclass(frozen=True)
class Answer:
    """Status, headers and whole body; ``cut`` when the body ended early. ``body`` may still hold the key.

    ``at`` is when its headers came."""

    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    at: datetime
    timings: Timings
    redactor: Redactor = field(repr=False)
    cut: bool = False

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for given, value in self.headers if given == name), None)
