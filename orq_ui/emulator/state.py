"""What one running emulator remembers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property

import anyio
from starlette.requests import Request

from orq_ui.emulator.answer_cache import AnswerCache
from orq_ui.emulator.options import Options
from orq_ui.emulator.picture_stage import Acquaintances
from orq_ui.emulator.picture_store import PictureStore
from orq_ui.emulator.records import RecordStore
from orq_ui.emulator.variation_cache import Portfolio
from orq_ui.routing import Scenario


@dataclass
class Counters:
    """How many requests came, and to which end; ``waiting`` is how many are under way now."""

    received: int = 0
    waiting: int = 0
    served: int = 0
    refused: int = 0
    disconnected: int = 0
    provider_calls: int = 0


@dataclass
class Emulator:
    """The state of one app, made in ``create_app`` and reached through the request."""

    options: Options
    scenario: Scenario
    pictures: PictureStore
    records: RecordStore
    cache: AnswerCache
    portfolio: Portfolio
    acquaintances: Acquaintances = field(default_factory=Acquaintances)
    counters: Counters = field(default_factory=Counters)

    @classmethod
    def start(cls, options: Options) -> Emulator:
        """A fresh one."""
        pictures = PictureStore(options.clock, options.kept_pictures, options.kept_picture_bytes)
        records = RecordStore(options.clock, options.kept_records, options.kept_record_bytes)
        cache = AnswerCache(options.clock, options.kept_answers, options.kept_answer_bytes)
        return cls(options, options.scenario, pictures, records, cache, Portfolio(options.kept_drawing_bytes))

    @cached_property
    def drawing(self) -> anyio.CapacityLimiter:
        """Drawing keeps a core busy, so no more threads than cores."""
        return anyio.CapacityLimiter(os.cpu_count() or 1)


def emulator_of(request: Request) -> Emulator:
    """The emulator that serves this request."""
    emulator: Emulator = request.app.state.emulator
    return emulator
