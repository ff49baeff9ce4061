"""Beside the seventh stage: the variations, found or drawn while the ledger plays."""

from __future__ import annotations

import asyncio
from functools import partial

import anyio.to_thread

from orq_ui.emulator.drawing import Renderer
from orq_ui.emulator.state import Emulator
from orq_ui.emulator.variation_cache import Commission
from orq_ui.imaging import Picture


def commissions(picture: str, model: str, size: str, number: int, seed: int) -> list[Commission]:
    """One for each variation of the picture with this SHA-256; ``size`` is like ``256x256``."""
    side = int(size.partition("x")[0])
    return [Commission(picture, model, side, seed, place) for place in range(number)]


def find(emulator: Emulator, wanted: list[Commission]) -> list[bytes] | None:
    """Those that were drawn before, or None when one of them was not."""
    found = [png for one in wanted if (png := emulator.portfolio.find(one)) is not None]
    return found if len(found) == len(wanted) else None


async def draw(emulator: Emulator, picture: Picture, wanted: list[Commission]) -> list[bytes]:
    """Draw all that are wanted, which differ by place only."""
    first = wanted[0]
    run = partial(anyio.to_thread.run_sync, limiter=emulator.drawing)
    renderer = await run(Renderer.open, picture, first.model, first.side, first.seed)
    # A thread draws one picture, so that a client that leaves frees it after at most one.
    pngs = await asyncio.gather(*(run(renderer.draw, one.place) for one in wanted))
    for one, png in zip(wanted, pngs, strict=True):
        emulator.portfolio.keep(one, png)
    return pngs
