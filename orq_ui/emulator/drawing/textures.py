"""Surfaces to print and paint on: noise, paper, screens of dots and lines."""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import contrast


def noise(side: int, rng: Random, grain: int = 1) -> Image.Image:
    """Gray noise around the middle; ``grain`` is the size of a speck in pixels."""
    small = max(2, side // grain)
    specks = Image.frombytes("L", (small, small), rng.randbytes(small * small))
    return specks if small == side else specks.resize((side, side), Image.Resampling.BICUBIC)


def clouds(side: int, rng: Random) -> Image.Image:
    """Soft large shapes, for uneven ink and light."""
    shapes = Image.blend(noise(side, rng, side // 5), noise(side, rng, side // 14), 0.4)
    return ImageOps.autocontrast(shapes)


def paper(image: Image.Image, rng: Random, strength: float = 0.12) -> Image.Image:
    """Press the relief of rough paper into the picture."""
    relief = noise(image.width, rng, 2).filter(ImageFilter.EMBOSS)
    return ImageChops.soft_light(image, _flat(relief, strength * 3).convert("RGB"))


def vignette(side: int, inner: float, outer: float) -> Image.Image:
    """White in the middle, black at the corners; the radii are shares of half the side."""
    radial = ImageOps.invert(Image.radial_gradient("L")).resize((side, side), Image.Resampling.BICUBIC)
    # The gradient reaches black at the corners, which are at 1.414 times half the side.
    dark, light = 255 * (1 - outer / math.sqrt(2)), 255 * (1 - inner / math.sqrt(2))
    return contrast(radial, 255 / max(1.0, light - dark), (light + dark) / 2)


@lru_cache(maxsize=64)
def dots(side: int, pitch: float, angle: float) -> Image.Image:
    """A printer's screen: a lattice of soft dots, turned by an angle in degrees."""
    return _screen(side, pitch, angle, lines=False)


@lru_cache(maxsize=64)
def lines(side: int, pitch: float, angle: float) -> Image.Image:
    """A screen of soft parallel lines."""
    return _screen(side, pitch, angle, lines=True)


def screened(brightness: Image.Image, screen: Image.Image, gain: float = 7) -> Image.Image:
    """Black and white with soft edges: ink where the picture is darker than the screen."""
    return contrast(ImageChops.add(brightness, screen, scale=2), gain, 128)


def slid(image: Image.Image, right: int, down: int) -> Image.Image:
    """Moved by some pixels; what would be empty keeps what was there, so that nothing wraps around."""
    moved = image.copy()
    moved.paste(image, (right, down))
    return moved


def _screen(side: int, pitch: float, angle: float, *, lines: bool) -> Image.Image:
    cell = 16
    wave = [math.cos(2 * math.pi * place / cell) for place in range(cell)]
    levels = [wave[y] if lines else (wave[x] + wave[y]) / 2 for y in range(cell) for x in range(cell)]
    tile = Image.frombytes("L", (cell, cell), bytes(round(127.5 + 127 * level) for level in levels))
    cells = math.ceil(side * 1.5 / pitch) + 1
    sheet = Image.new("L", (cell * cells, cell))
    for place in range(cells):
        sheet.paste(tile, (place * cell, 0))
    whole = Image.new("L", (cell * cells, cell * cells))
    for place in range(cells):
        whole.paste(sheet, (0, place * cell))
    # One affine step turns and scales: output pixel -> place on the sheet.
    ratio, turn = cell / pitch, math.radians(angle)
    a, b = ratio * math.cos(turn), ratio * math.sin(turn)
    middle, half = whole.width / 2, side / 2
    matrix = (a, b, middle - (a + b) * half, -b, a, middle - (a - b) * half)
    return whole.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _flat(image: Image.Image, gain: float) -> Image.Image:
    return contrast(image, gain, 128)
