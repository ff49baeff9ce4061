"""What one running emulator remembers."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import anyio
from starlette.requests import Request

from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.emulator.drawing_stage import VariationCache
from orq_ui.emulator.image_store import ImageStore
from orq_ui.emulator.options import Options
from orq_ui.emulator.picture_stage import ValidatedImage
from orq_ui.emulator.request_log import RequestLog
from orq_ui.emulator.response_cache import ResponseCache
from orq_ui.emulator.script_positions import ScriptPositions
from orq_ui.routing import Scenario

log = logging.getLogger(__name__)


@dataclass
class Counters:
    """How many requests came, and to which end; ``waiting`` is how many are under way now."""

    received: int = 0
    waiting: int = 0
    served: int = 0
    refused: int = 0
    disconnected: int = 0
    provider_calls: int = 0


class Emulator:
    """The state of one app, made in ``create_app`` and reached through the request."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._scenario = options.scenario
        self._write_scenario()
        self.counters = Counters()
        self.request_log = RequestLog(options.clock, options.max_records, options.max_record_bytes)
        self.response_cache = ResponseCache(options.clock, max_count=100, max_bytes=8_000_000)
        self.variation_cache: VariationCache = BoundedStore(max_bytes=16_000_000, size_of=len)
        self.validated_images: BoundedStore[str, ValidatedImage] = BoundedStore(max_count=1_000)
        self.script_positions = ScriptPositions()
        self.images = ImageStore(options.clock, max_count=500, max_bytes=256_000_000)

    @property
    def scenario(self) -> Scenario:
        """What the models do where a request's header says nothing else."""
        return self._scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._write_scenario()

    def _write_scenario(self) -> None:
        """Write the scenario down, whole; where that fails there is no file, so that nobody reads an old one."""
        path = self.options.scenario_file
        if path is None:
            return
        unfinished = path.with_suffix(".new")
        try:
            unfinished.write_text(self._scenario.model_dump_json(), "utf-8")
            unfinished.replace(path)
        except OSError as failed:
            log.warning("the scenario is not in %s: %s", path, failed)
            for each in (path, unfinished):
                with suppress(OSError):
                    each.unlink()

    @cached_property
    def drawing_limiter(self) -> anyio.CapacityLimiter:
        """Drawing keeps a core busy, so no more threads than cores."""
        return anyio.CapacityLimiter(os.cpu_count() or 1)


def emulator_of(request: Request) -> Emulator:
    """Return the emulator that serves this request."""
    emulator: Emulator = request.app.state.emulator
    return emulator
