"""Compositions: the square part of the picture that a variation shows, chosen so that what stands out stays in it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import Array, to_oklab
from orq_ui.emulator.drawing.surface import to_array

GRID = 48
"""Places across and down in which the subject is looked for."""
STEPS = 13
"""Squares that are tried in each direction."""
KEPT = 0.92
"""The least share of what stands out in the largest square that a closer one keeps."""


@dataclass(frozen=True)
class Crop:
    """``zoom`` 1 is the largest square; ``x`` and ``y`` are where the subject is wanted, as shares of the square."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5
    mirror: bool = False


CROPS = (
    Crop(),
    Crop(zoom=1.12, x=0.6, mirror=True),
    Crop(zoom=1.22, x=0.4, y=0.52),
    Crop(zoom=1.06, mirror=True),
    Crop(zoom=1.36),
    Crop(zoom=1.18, x=0.36, y=0.6, mirror=True),
    Crop(zoom=1.1, x=0.62, y=0.42),
    Crop(zoom=1.44, x=0.45, mirror=True),
    Crop(zoom=1.28, x=0.64),
    Crop(zoom=1.32, y=0.6, mirror=True),
)
"""Nothing is rotated, so that horizons stay level."""


def salience(image: Image.Image) -> Array:
    """Return how much each place stands out, shape (GRID, GRID), sum 1: by colour, by detail, a little by nearness."""
    small = image.resize((GRID + 2, GRID + 2), Image.Resampling.BOX)
    lab = to_oklab(to_array(small).reshape(-1, 3)).reshape(GRID + 2, GRID + 2, 3)[1:-1, 1:-1]
    edge = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    rare = np.linalg.norm((lab - np.median(edge, axis=0)) * (0.6, 1.6, 1.6), axis=2)
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES).crop((1, 1, GRID + 1, GRID + 1))
    detail = to_array(edges.filter(ImageFilter.GaussianBlur(GRID / 24)))
    line = np.linspace(-1, 1, GRID)
    near = np.exp(-(line[None, :] ** 2 + line[:, None] ** 2) * 0.6)
    found = (rare / max(1e-3, float(rare.max())) + 1.5 * detail / max(1e-3, float(detail.max()))) ** 2 * near + 1e-4
    shares: Array = found / found.sum()
    return shares


def place_crop(stands_out: Array, size: tuple[int, int], crop: Crop) -> tuple[float, float, float]:
    """Return the left and upper edge and the side, in pixels, of the square that shows the subject where it is wanted.

    A square that would leave out too much of what stands out is made larger.
    """
    best = _best(stands_out, size, Crop(x=crop.x, y=crop.y))
    for zoom in (crop.zoom, 1 + (crop.zoom - 1) * 0.66, 1 + (crop.zoom - 1) * 0.33, 1.0):
        found = _best(stands_out, size, Crop(zoom=zoom, x=crop.x, y=crop.y))
        if found[1] >= KEPT * best[1]:
            break
    return found[0]


def apply_crop(image: Image.Image, stands_out: Array, crop: Crop, side: int, rng: Random) -> Image.Image:
    """Return the square that a crop shows, slightly moved by the random source so that seeds differ."""
    x, y = (share + rng.uniform(-0.05, 0.05) for share in (crop.x, crop.y))
    # A mirrored picture has the subject at the other side.
    moved = Crop(zoom=max(1.0, crop.zoom * rng.uniform(0.97, 1.05)), x=1 - x if crop.mirror else x, y=y)
    left, top, seen = place_crop(stands_out, image.size, moved)
    box = (left, top, left + seen, top + seen)
    square = image.resize((side, side), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    return ImageOps.mirror(square) if crop.mirror else square


def _best(stands_out: Array, size: tuple[int, int], crop: Crop) -> tuple[tuple[float, float, float], float]:
    """Return the square and the share of what stands out that it shows."""
    seen = min(size) / crop.zoom
    left, top = (np.linspace(0, length - seen, STEPS) for length in size)
    sums = np.pad(np.cumsum(np.cumsum(stands_out, axis=0), axis=1), ((1, 0), (1, 0)))
    across = [np.rint(edge / size[0] * GRID).astype(np.int64) for edge in (left, left + seen)]
    down = [np.rint(edge / size[1] * GRID).astype(np.int64) for edge in (top, top + seen)]
    rows = sums[down[1]] - sums[down[0]]
    shown = rows[:, across[1]] - rows[:, across[0]]
    lines = (np.arange(GRID) + 0.5) / GRID
    x, y = (float((stands_out.sum(axis=axis) * lines).sum()) for axis in (0, 1))
    aside = ((x * size[0] - left) / seen - crop.x)[None, :] ** 2 + 0.7 * ((y * size[1] - top) / seen - crop.y)[
        :, None
    ] ** 2
    row, column = divmod(int(np.argmax(shown - 0.9 * aside)), STEPS)
    return (float(left[column]), float(top[row]), float(seen)), float(shown[row, column])
