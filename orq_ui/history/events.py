"""What the store is told of a send: once before the request leaves, once when it has ended."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from orq_ui.errors import OrqUiError
from orq_ui.history.run import Parent
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.wire import Wire


def new_id() -> str:
    """A run's id: 128 random bits in hex."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Departure:
    """Before the request leaves. ``wire`` may still hold the key; the store masks it wherever it appears."""

    owner: str
    request: Mapping[str, Any] = field(repr=False)
    wire: Wire
    picture: Picture | None = None
    emulated: bool = False
    parent: Parent | None = None
    id: str = field(default_factory=new_id)
    started_at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Arrival:
    """After the call has ended, in whichever way. ``pictures`` has one entry for each of the reply, in its order."""

    state: Literal["done", "failed", "cancelled"]
    duration_ms: float
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    timings: Mapping[str, float] = field(default_factory=dict)
    response: Mapping[str, Any] | None = field(default=None, repr=False)
    pictures: tuple[Picture | MissingPicture, ...] = ()
    notes: tuple[tuple[int, str, str], ...] = ()
    ledger: Mapping[str, Any] | None = field(default=None, repr=False)
    error: OrqUiError | None = None
