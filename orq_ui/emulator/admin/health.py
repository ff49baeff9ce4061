"""Alive, with the counters; and the cache emptied."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.scenario_text import name_of
from orq_ui.emulator.state import emulator_of
from orq_ui.emulator.strict_json import json_reply


async def health(request: Request) -> Response:
    """Counters since the start, what is kept now, and what the emulator was started with."""
    emulator = emulator_of(request)
    options = emulator.options
    counters = asdict(emulator.counters)
    return json_reply(
        {
            "status": "ok",
            "provider_calls": counters.pop("provider_calls"),
            "requests": counters,
            "pictures": len(emulator.pictures),
            "picture_bytes": emulator.pictures.size,
            "cached": len(emulator.cache),
            "scenario": name_of(emulator.scenario),
            "time_scale": options.time_scale,
            "seed": options.seed,
            "defaults": options.defaults,
        }
    )


async def clear_cache(request: Request) -> Response:
    """Forget every cached answer."""
    return json_reply({"deleted": emulator_of(request).cache.clear()})


ROUTES = [
    Route("/health", health, methods=["GET"]),
    Route("/cache", clear_cache, methods=["DELETE"]),
]
