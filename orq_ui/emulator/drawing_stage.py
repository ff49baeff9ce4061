"""Beside the sixth stage: the variations, found or drawn while the ledger's time passes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from PIL import Image

from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.emulator.drawing.load import load_pixels
from orq_ui.emulator.picture_stage import unusable_image
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import Picture
from orq_ui.imaging.workers import run_async, seconds_of

if TYPE_CHECKING:
    from orq_ui.emulator.drawing.renderer import Renderer


@dataclass(frozen=True)
class VariationKey:
    """What a variation depends on, ``picture`` being the SHA-256 of the uploaded bytes; equal ones look the same."""

    picture: str
    model: str
    side: int
    seed: int
    index: int


VariationCache = BoundedStore[VariationKey, bytes]
"""PNGs drawn before, so that an equal request and a cache hit need not be drawn again."""


def variation_keys(picture: str, model: str, size: str, number: int, seed: int) -> list[VariationKey]:
    """Return a key for each variation of the picture with this SHA-256; ``size`` is like ``256x256``."""
    side = int(size.partition("x")[0])
    return [VariationKey(picture, model, side, seed, index) for index in range(number)]


def find_variations(cache: VariationCache, keys: list[VariationKey]) -> list[bytes] | None:
    """Return the PNGs that were drawn before, or None when one of them was not."""
    found = [png for key in keys if (png := cache.get(key)) is not None]
    return found if len(found) == len(keys) else None


async def draw_variations(
    cache: VariationCache, limiter: anyio.CapacityLimiter, picture: Picture, keys: list[VariationKey]
) -> list[bytes]:
    """Draw the variations of these keys, which differ by index only, as PNGs, and cache them.

    Raise a 400 for a picture whose pixels are not to be had after all.
    """
    first = keys[0]
    run = partial(anyio.to_thread.run_sync, limiter=limiter)
    try:
        seconds = await run_async(partial(seconds_of, picture.bytes), 0)
        size, pixels = await run_async(partial(load_pixels, picture, first.side), seconds)
    except UnusablePicture as unusable:
        raise unusable_image(unusable) from unusable
    source = Image.frombytes("RGB", size, pixels)
    renderer = await run(_open_renderer, picture, first, source)
    # A thread draws one picture, so that a client that leaves frees it after at most one.
    pngs = await asyncio.gather(*(run(renderer.draw, key.index) for key in keys))
    cache.update(zip(keys, pngs, strict=True))
    return pngs


def _open_renderer(picture: Picture, key: VariationKey, source: Image.Image) -> Renderer:
    """Open the picture; the first call imports numpy too, so that the server is ready without it."""
    from orq_ui.emulator.drawing.renderer import Renderer

    return Renderer.open(picture, key.model, key.side, key.seed, source)
