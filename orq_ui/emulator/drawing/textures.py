"""Surfaces to print and paint on: noise, paper, screens of dots and lines."""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random
from typing import Literal

from PIL import Image, ImageChops, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import contrast
from orq_ui.emulator.drawing.geometry import enlarge


def noise(side: int, rng: Random, grain: int = 1) -> Image.Image:
    """Return gray noise around the middle; ``grain`` is the size of a speck in pixels."""
    small = max(2, side // grain)
    specks = Image.frombytes("L", (small, small), rng.randbytes(small * small))
    return specks if small == side else enlarge(specks, side)


def clouds(side: int, rng: Random) -> Image.Image:
    """Return soft large shapes, for uneven ink and light."""
    shapes = Image.blend(noise(side, rng, side // 5), noise(side, rng, side // 14), 0.4)
    return ImageOps.autocontrast(shapes)


def paper(image: Image.Image, rng: Random, strength: float = 0.12) -> Image.Image:
    """Press the relief of rough paper into the image."""
    relief = noise(image.width, rng, 2).filter(ImageFilter.EMBOSS)
    return ImageChops.soft_light(image, contrast(relief, strength * 3).convert("RGB"))


def vignette(side: int, inner: float, outer: float) -> Image.Image:
    """Return white in the middle, black at the corners; the radii are shares of half the side."""
    radial = enlarge(ImageOps.invert(Image.radial_gradient("L")), side)
    # The gradient reaches black at the corners, which are at 1.414 times half the side.
    dark, light = 255 * (1 - outer / math.sqrt(2)), 255 * (1 - inner / math.sqrt(2))
    return contrast(radial, 255 / max(1.0, light - dark), (light + dark) / 2)


@lru_cache(maxsize=128)
def screen(side: int, pitch: float, angle: float, shape: Literal["dots", "lines"] = "dots") -> Image.Image:
    """Return a printer's screen: a lattice of soft dots or parallel lines, turned by an angle in degrees."""
    cell = 16
    wave = [math.cos(2 * math.pi * place / cell) for place in range(cell)]
    rows = [[(x + y) / 2 if shape == "dots" else y for x in wave] for y in wave]
    cells = math.ceil(side * 1.5 / pitch) + 1
    tiled = b"".join(bytes(round(127.5 + 127 * level) for level in row) * cells for row in rows) * cells
    sheet = Image.frombytes("L", (cell * cells, cell * cells), tiled)
    # One affine step turns and scales: output pixel -> place on the sheet.
    ratio, turn = cell / pitch, math.radians(angle)
    a, b = ratio * math.cos(turn), ratio * math.sin(turn)
    middle, half = sheet.width / 2, side / 2
    matrix = (a, b, middle - (a + b) * half, -b, a, middle - (a - b) * half)
    return sheet.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def halftone_plate(brightness: Image.Image, screen: Image.Image, gain: float) -> Image.Image:
    """Return black and white with soft edges: ink where the picture is darker than the screen."""
    return contrast(ImageChops.add(brightness, screen, scale=2), gain)
