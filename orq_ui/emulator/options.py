"""What an emulator is made with: scenario, pace, seed, defaults, key, clock and bounds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from orq_ui.routing import DEFAULT_SET, DEFAULTS, Defaults, Scenario


@dataclass(frozen=True, kw_only=True)
class Options:
    """``time_scale`` 1 waits for real, 0 answers at once; ``api_key`` None takes any; ``clock`` gives Unix seconds.

    ``seed`` is the first request's; each further request has the next one, unless its header gives another.
    With ``strict_models`` only the catalogue's models exist and those that the scenario names.
    With ``cors`` pages of loopback origins may call it from a browser.
    ``defaults`` count where a request is silent, unless its header gives others.
    ``scenario_file`` is where the scenario of the whole process is written down whenever it changes.
    """

    scenario: Scenario = field(default_factory=Scenario)
    time_scale: float = 1.0
    seed: int = 0
    defaults: Defaults = DEFAULTS[DEFAULT_SET]
    strict_models: bool = False
    cors: bool = False
    api_key: str | None = field(default=None, repr=False)
    clock: Callable[[], float] = time.time
    max_records: int = 100
    max_record_bytes: int = 32_000_000
    scenario_file: Path | None = None
