"""Whether a ledger can be drawn: one that came with a run of another machine may hold anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, FiniteFloat, ValidationError, model_validator


class _Rule(BaseModel):
    text: str
    documented: bool
    source: str


class _Attempt(BaseModel):
    model: str
    number: int
    most: int
    status: int
    decision: str
    rule: str
    started_ms: FiniteFloat
    duration_ms: FiniteFloat
    waited_ms: FiniteFloat


class _Verdict(BaseModel):
    served: str | None
    status: int
    total_ms: FiniteFloat
    difference: str | None


class _Cache(BaseModel):
    outcome: str
    differs: list[str]
    age_s: FiniteFloat | None


class _Share(BaseModel):
    model: str
    share: FiniteFloat


class _Draw(BaseModel):
    model: str
    number: FiniteFloat
    shares: list[_Share]


class _Whole(BaseModel):
    verdict: _Verdict
    cache: _Cache
    draw: _Draw | None
    attempts: list[_Attempt]
    rules: dict[str, _Rule]

    @model_validator(mode="after")
    def _cited(self) -> _Whole:
        if not {attempt.rule for attempt in self.attempts} <= self.rules.keys():
            raise ValueError("a rule is cited that is not there")
        return self


def is_drawable(ledger: Mapping[str, Any]) -> bool:
    """Whether it has all that the panel shows, or tells of a request that was refused before it was routed."""
    if ledger.get("verdict") is None:
        return True
    try:
        _Whole.model_validate(dict(ledger))
    except ValidationError:
        return False
    return True
