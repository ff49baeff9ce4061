"""Prints: risograph, linocut, screen print. Inks lie over each other on paper, cut or rastered into plates."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from orq_ui.emulator.drawing.color import Array, Palette, colour_of, grid, oklab_of, table_of, to_oklab
from orq_ui.emulator.drawing.flow import areas, contours, directions, strokes
from orq_ui.emulator.drawing.surface import (
    at_most,
    clouds,
    enlarged,
    gray,
    noise,
    paper,
    places,
    resized,
    soft,
    step,
    to_array,
    to_image,
)

LEVELS = 8
"""Strengths of each ink among which the one nearest to a colour is looked for."""


def risograph(
    image: Image.Image, rng: Random, inks: Palette, *, sheet: str = "#f6f1e4", grain: float = 1.0, slip: float = 1.0
) -> Image.Image:
    """Print two or three inks over each other, each a little out of register, with the drum's grain."""
    side = image.width
    plates = enlarged(image.filter(_separation(inks, sheet)), side).split()
    printed = np.broadcast_to(colour_of(sheet), (side, side, 3)).copy()
    reach = max(1.0, side / 420) * slip
    for ink, plate in zip(inks, plates, strict=False):
        moved = ImageChops.offset(plate, round(rng.uniform(-reach, reach)), round(rng.uniform(-reach, reach)))
        amount = to_array(moved)
        speck = noise(side, rng, round(side / max(1.0, side / 560)))
        spread = np.float32(0.75 * grain)
        # A stochastic raster with soft dots; solid ink and bare paper keep hardly any grain.
        dots = step(amount, np.float32(0.5) + (speck - np.float32(0.5)) * spread * 1.3, 2.2 / max(0.4, grain))
        laid = np.clip(0.62 * dots + 0.38 * amount, 0, 1) * (0.95 + 0.05 * clouds(side, rng, 5))
        printed *= 1 - laid[..., None] * (1 - colour_of(ink))
    return to_image(printed)


def halftone(
    image: Image.Image, rng: Random, inks: Palette, *, sheet: str = "#f6f1e4", dots: float = 92, slip: float = 1.0
) -> Image.Image:
    """Print two or three inks as round dots on lattices turned against each other."""
    side = image.width
    plates = image.filter(_separation(inks, sheet)).split()
    printed = np.broadcast_to(colour_of(sheet), (side, side, 3)).copy()
    reach = max(1.0, side / 500) * slip
    x, y = places(side)
    for angle, ink, plate in zip((15.0, 75.0, 45.0), inks, plates, strict=False):
        moved = ImageChops.offset(plate, round(rng.uniform(-reach, reach)), round(rng.uniform(-reach, reach)))
        turn, beat = math.radians(angle), np.float32(math.pi * dots / 2)
        across, down = (
            (x * math.cos(turn) + y * math.sin(turn)) * beat,
            (y * math.cos(turn) - x * math.sin(turn)) * beat,
        )
        lattice = np.float32(0.5) + np.float32(0.25) * (np.cos(across * 2) + np.cos(down * 2))
        laid = step(to_array(moved), lattice.astype(np.float32) * np.float32(0.92) + np.float32(0.04), 420 / dots)
        printed *= 1 - laid[..., None] * (1 - colour_of(ink)) * np.float32(0.94)
    return to_image(printed * (1 + paper(side, rng) * np.float32(0.08))[..., None])


def linocut(
    image: Image.Image,
    rng: Random,
    inks: Palette,
    *,
    sheet: str = "#f4ecdc",
    width: float = 1.0,
    key: float = 0.36,
    hand: float = 1.0,
) -> Image.Image:
    """Cut a block for each ink, darkest first; the gouge follows the forms and leaves lines where tones turn."""
    side = image.width
    small = at_most(image, 640)
    unit = small.width / 512
    along = directions(small, rest=rng.choice((0, 20, -20)))
    light = equalised(soft(gray(areas(small, max(1, round(2 * unit)))), 0.9 * unit))
    gouge = strokes(along, max(1.7, 3.4 * unit * width), 22 * unit, rng)
    lines = contours(gray(small), along, max(1.0, 1.5 * unit), rng)
    printed = np.broadcast_to(colour_of(sheet), (side, side, 3)).copy()
    for number in range(len(inks) - 1, -1, -1):
        limit = key + (0.9 - key) * number / max(1, len(inks))
        cut = light + (gouge - np.float32(0.5)) * np.float32(0.34 * hand)
        if number == 0:
            cut = cut - lines * np.float32(0.5)
        block = step(resized(limit - cut, side), 0.0, 9)
        worn = step(noise(side, rng, round(side / 2.2)), 0.07, 8) * (0.93 + 0.07 * noise(side, rng, 60))
        laid = (block * worn)[..., None] * np.float32(0.97)
        printed += laid * (colour_of(inks[number]) - printed)
    return to_image(printed * (1 + paper(side, rng) * np.float32(0.07))[..., None])


def screen_print(
    image: Image.Image, rng: Random, inks: Palette, *, line: float = 0.9, slip: float = 1.0, dotted: bool = False
) -> Image.Image:
    """Pull flat inks, lightest first, through screens that are cut at tones; the darkest also draws the contours."""
    side = image.width
    small = at_most(image, 640)
    unit = small.width / 512
    light = equalised(soft(gray(areas(small, max(1, round(3 * unit)))), 1.4 * unit))
    tones = resized(light, side)
    printed = np.broadcast_to(colour_of(inks[-1]), (side, side, 3)).copy()
    reach = max(1.0, side / 360) * slip
    for number in range(len(inks) - 2, -1, -1):
        limit = np.float32((number + 0.85) / len(inks))
        edge: Array = np.full(1, limit)
        if dotted and number:
            x, y = places(side)
            beat = np.float32(np.pi * 46)
            edge = limit + np.float32(0.07) * (np.cos((x + y) * beat) + np.cos((x - y) * beat))
        block = step(edge - tones, 0.0, 34)
        shift = (round(rng.uniform(-reach, reach)), round(rng.uniform(-reach, reach)))
        block = to_array(ImageChops.offset(to_image(block), *shift))
        printed += block[..., None] * (colour_of(inks[number]) - printed)
    if line:
        drawn = contours(gray(small), directions(small), max(1.0, 1.6 * unit), rng)
        key = resized(step(drawn, 0.4, 3), side) * np.float32(line)
        printed += np.clip(key, 0, 1)[..., None] * (colour_of(inks[0]) - printed)
    return to_image(printed * (1 + paper(side, rng) * np.float32(0.05))[..., None])


def equalised(light: Array) -> Array:
    """Return brightness half as it is, half with all tones equally frequent, so that no block is empty or full."""
    ranks = np.sort(light[::4, ::4].ravel())
    even = np.interp(light, ranks, np.linspace(0, 1, len(ranks))).astype(np.float32)
    stretched = np.clip((light - ranks[len(ranks) // 100]) / max(0.05, ranks[-1] - ranks[len(ranks) // 100]), 0, 1)
    mixed: Array = 0.5 * even + 0.5 * stretched
    return mixed


@lru_cache(maxsize=32)
def _separation(inks: Palette, sheet: str) -> ImageFilter.Color3DLUT:
    """Return the filter that gives each colour's amounts of up to three inks, as red, green and blue.

    For each node the overprint is found that looks most like it, once its tones are pressed into what the inks reach.
    """
    amounts = np.array(list(product(np.linspace(0, 1, LEVELS), repeat=len(inks))), np.float32)
    overprints = np.broadcast_to(colour_of(sheet), (len(amounts), 3)).copy()
    for number, ink in enumerate(inks):
        overprints *= 1 - amounts[:, number : number + 1] * (1 - colour_of(ink))
    reached, wanted = to_oklab(overprints), to_oklab(grid())
    darkest, lightest = float(reached[:, 0].min()), float(oklab_of(sheet)[0])
    wanted[:, 0] = darkest + wanted[:, 0] * (lightest - darkest)
    weights = np.array([1.0, 1.3, 1.3], np.float32) if len(inks) > 2 else np.array([1.0, 0.8, 0.8], np.float32)
    reached, wanted = reached * weights, wanted * weights
    apart = (wanted**2).sum(axis=1)[:, None] - 2 * wanted @ reached.T + (reached**2).sum(axis=1)[None, :]
    near = np.exp(-(apart - apart.min(axis=1, keepdims=True)) / np.float32(0.0015))
    found = (near @ amounts) / near.sum(axis=1, keepdims=True)
    plates = np.zeros((len(found), 3), np.float32)
    plates[:, : len(inks)] = found
    return table_of(plates)
