"""A ledger read back from its JSON: the emulator's, or one that came with a run of another machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError, model_validator


class _Recorded(BaseModel):
    model_config = ConfigDict(frozen=True)


class RecordedRule(_Recorded):
    """A rule as the ledger cites it."""

    text: str
    documented: bool
    source: str
    disputed: bool = False


class RecordedAttempt(_Recorded):
    """One provider call; times are milliseconds, ``rule`` is the id of the rule that decided what came next.

    ``reason`` is empty in a ledger that was written before there were any.
    """

    model: str
    number: int
    most: int
    status: int
    decision: str
    rule: str
    reason: str = ""
    started_ms: FiniteFloat
    duration_ms: FiniteFloat
    waited_ms: FiniteFloat


class RecordedVerdict(_Recorded):
    """How the request ended and why; ``served`` is None when no model answered."""

    served: str | None
    status: int
    total_ms: FiniteFloat
    difference: str | None
    reason: str = ""


class RecordedLookup(_Recorded):
    """What the cache had; ``differs`` names the parts in which its nearest entry is another request.

    ``seed`` is that of the request whose answer it had.
    """

    outcome: str
    differs: tuple[str, ...]
    age_s: FiniteFloat | None
    seed: int | None = None
    reason: str = ""


class RecordedShare(_Recorded):
    """A model's part of the traffic, from 0 to 1."""

    model: str
    share: FiniteFloat


class RecordedDraw(_Recorded):
    """The load balancer's draw."""

    model: str
    number: FiniteFloat
    shares: tuple[RecordedShare, ...]
    reason: str = ""


class RecordedPolicy(_Recorded):
    """What the request asked for; ``defaults`` names the set that counted where it was silent."""

    defaults: str


class RecordedScript(_Recorded):
    """What a request played of a model's script of ``length`` outcomes, from ``start``, counted from 0."""

    model: str
    start: int
    outcomes: tuple[int | str, ...]
    length: int


class RecordedLedger(_Recorded):
    """Everything that happened to one request; without a verdict it was refused before it was routed.

    ``script_positions`` is how many outcomes of each model's script earlier requests had played. ``stand_ins`` are the
    models for which the emulator answered although its catalogue does not list them.
    """

    scenario: str | None = None
    seed: int | None = None
    policy: RecordedPolicy | None = None
    verdict: RecordedVerdict | None = None
    cache: RecordedLookup = RecordedLookup(outcome="off", differs=(), age_s=None)
    draw: RecordedDraw | None = None
    attempts: tuple[RecordedAttempt, ...] = ()
    stand_ins: tuple[str, ...] = ()
    script_positions: dict[str, int] = {}
    scripts: tuple[RecordedScript, ...] = ()
    rules: dict[str, RecordedRule] = {}

    @model_validator(mode="after")
    def _cites_known_rules(self) -> RecordedLedger:
        if not {attempt.rule for attempt in self.attempts} <= self.rules.keys():
            raise ValueError("an attempt cites a rule that is not there")
        return self

    def reason_of(self, attempt: RecordedAttempt) -> str:
        """Return why an attempt was followed by what followed: its own sentence, else what its rule says."""
        return attempt.reason or self.rules[attempt.rule].text

    @classmethod
    def read(cls, ledger: Mapping[str, Any]) -> RecordedLedger | None:
        """Return the ledger in this JSON, or None where it lacks something that a page shows."""
        if ledger.get("verdict") is None:
            return cls()
        try:
            return cls.model_validate(dict(ledger))
        except ValidationError:
            return None
