"""Pieces: tesserae laid along the forms, and leaded glass. Small enough that the picture stays what it is."""

from __future__ import annotations

from random import Random
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from orq_ui.emulator.drawing.color import Array, colour_of, lab_pixels, to_oklab
from orq_ui.emulator.drawing.flow import areas, directions
from orq_ui.emulator.drawing.light import bloom, shaded
from orq_ui.emulator.drawing.surface import (
    at_most,
    blurred,
    clouds,
    enlarged,
    noise,
    places,
    resized,
    soft,
    step,
    to_array,
    to_image,
)

WORK = 512
"""Pixels a side at which it is found out which stone a place belongs to."""
WORK_GLASS = 400
"""The same for glass, whose borders are smoothed."""


def tesserae(
    image: Image.Image,
    rng: Random,
    *,
    across: int = 64,
    grout: str = "#b9ab95",
    gap: float = 0.13,
    shape: Literal["square", "round", "broken"] = "square",
    uneven: float = 0.08,
) -> Image.Image:
    """Lay small stones that turn with the forms, in a grout that takes on some of their colour."""
    side = image.width
    small = at_most(image, WORK)
    cells = _Cells(small, across, rng, 0.9 if shape == "broken" else 0.35)
    along = directions(small, rest=rng.uniform(-20, 20))
    first, second, label, bevel = cells.nearest(along, shape)
    seen = areas(small, max(1, small.width // across // 3))
    colours = cells.colours(seen)
    lift = np.array([rng.uniform(-1, 1) for _ in range(len(colours))], np.float32)[:, None]
    colours = colours * (1 + lift * np.float32(uneven))
    border = second - first
    joint = resized(step(border, gap, 3.2 / max(0.6, small.width / across / 5)), side)
    edge = resized(np.clip(bevel, -1, 1), side)
    stones = to_array(to_image(colours[label]).resize((side, side), Image.Resampling.NEAREST))
    stones = stones * (1 + edge * np.float32(0.13) + (noise(side, rng, side // 2) - 0.5) * np.float32(0.07))[..., None]
    around = to_array(enlarged(blurred(seen, small.width / across), side)) * np.float32(0.62)
    bed = (0.45 * colour_of(grout) + 0.55 * around) * (0.92 + 0.16 * noise(side, rng, side // 2))[..., None]
    return to_image(bed + joint[..., None] * (stones - bed))


def stained_glass(
    image: Image.Image, rng: Random, *, across: int = 22, lead: str = "#17161c", thick: float = 1.0, light: float = 1.0
) -> Image.Image:
    """Set glass along the borders of the picture's own colours, leaded, with daylight behind it."""
    side = image.width
    small = at_most(image, WORK_GLASS)
    smooth = areas(small, max(1, small.width // 170))
    cells = _Cells(smooth, across, rng, 1.0)
    label = cells.superpixels(smooth)
    sums = [np.bincount(label.ravel(), part.ravel(), len(cells.x)) for part in np.moveaxis(to_array(smooth), 2, 0)]
    counts = np.bincount(label.ravel(), minlength=len(cells.x))
    colours = (np.stack(sums, axis=1) / np.maximum(1, counts)[:, None]).astype(np.float32)
    lift = np.array([rng.uniform(-0.09, 0.09) for _ in range(len(colours))], np.float32)
    colours = np.clip(colours * (1 + lift)[:, None], 0, 1)
    glass = to_image(colours[label]).filter(ImageFilter.MedianFilter(3))
    # Where both sides have one colour, the lead is thin.
    lab = to_oklab(colours)[label]
    right = np.linalg.norm(lab[:, 1:] - lab[:, :-1], axis=2)
    down = np.linalg.norm(lab[1:] - lab[:-1], axis=2)
    apart = np.zeros(label.shape, np.float32)
    apart[:, 1:] = (label[:, 1:] != label[:, :-1]) * np.clip(0.42 + right * 5, 0, 1)
    apart[1:] = np.maximum(apart[1:], (label[1:] != label[:-1]) * np.clip(0.42 + down * 5, 0, 1))
    width = small.width / 512
    lines = soft(apart, 1.1 * width * thick)
    leads = resized(step(lines, 0.17, 8), side)
    pane = Image.blend(glass.resize((side, side), Image.Resampling.BICUBIC), image, 0.42)
    streaks = 0.9 + 0.2 * resized(clouds(min(side, 256), rng, 16), side)
    x, y = places(side)
    behind = 1.06 - np.float32(0.22) * (x * x + y * y)
    shone = bloom(shaded(pane, np.clip(streaks * behind, 0, 1)), strength=0.55 * light)
    solder = soft(leads, side / 700) + np.float32(0.15) * noise(side, rng, side // 3)
    metal = colour_of(lead) * (0.8 + 0.9 * np.clip(1 - solder, 0, 1))[..., None]
    values = to_array(ImageChops.soft_light(shone, Image.new("RGB", shone.size, (148, 148, 148))))
    return to_image(values + leads[..., None] * (metal - values))


class _Cells:
    """A shaken grid of seeds over an image; each place belongs to one of the nine seeds around it."""

    def __init__(self, image: Image.Image, across: int, rng: Random, shake: float, brick: float = 1.0) -> None:
        self.side, self.across = image.width, min(across, image.width // 3 or 1)
        self.pitch = self.side / self.across
        line = np.arange(-1, self.across + 1, dtype=np.float32) + np.float32(0.5)
        count = len(line) ** 2
        moves = np.array([rng.uniform(-shake / 2, shake / 2) for _ in range(2 * count)], np.float32)
        # Every other row is half a step aside, as bricks are.
        aside = np.repeat(np.where(np.arange(len(line)) % 2, 0.25, -0.25), len(line)).astype(np.float32)
        self.x = (np.tile(line, len(line)) + moves[:count] + aside * np.float32(brick)) * np.float32(self.pitch)
        self.y = (np.repeat(line, len(line)) + moves[count:]) * np.float32(self.pitch)
        row = np.arange(self.side)
        home = np.minimum((row / self.pitch).astype(np.int64), self.across - 1) + 1
        self._home: NDArray[np.int64] = home[:, None] * len(line) + home[None, :]
        self._row_length = len(line)

    def _around(self) -> list[NDArray[np.int64]]:
        return [self._home + down * self._row_length + right for down in (-1, 0, 1) for right in (-1, 0, 1)]

    def _at(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the pixel of each seed, row and column."""
        last = self.side - 1
        return np.clip(self.y, 0, last).astype(np.int64), np.clip(self.x, 0, last).astype(np.int64)

    def colours(self, image: Image.Image) -> Array:
        """Return each seed's colour."""
        return to_array(image)[self._at()]

    def nearest(
        self, along: tuple[Array, Array], shape: Literal["square", "round", "broken"]
    ) -> tuple[Array, Array, NDArray[np.int64], Array]:
        """Return the distances to the nearest and the second seed in pitches, the nearest, and how its edge is lit."""
        cos, sin = along[0][self._at()], along[1][self._at()]
        first = np.full((self.side, self.side), 9, np.float32)
        second, bevel = first.copy(), np.zeros_like(first)
        label = self._home.copy()
        line = np.arange(self.side, dtype=np.float32)
        for seed in self._around():
            right = (line[None, :] - self.x.take(seed)) / np.float32(self.pitch)
            down = (line[:, None] - self.y.take(seed)) / np.float32(self.pitch)
            if shape == "square":
                a, b = cos.take(seed), sin.take(seed)
                apart = np.maximum(np.abs(right * a + down * b), np.abs(down * a - right * b))
            else:
                apart = np.sqrt(right * right + down * down)
            closer = apart < first
            second = np.where(closer, first, np.minimum(second, apart))
            first = np.where(closer, apart, first)
            label = np.where(closer, seed, label)
            bevel = np.where(closer, -(right + down), bevel)
        if shape == "round":
            second = first + np.clip(np.float32(1.05) - 2 * first, 0, None)
        return first, second, label, bevel

    def superpixels(self, image: Image.Image) -> NDArray[np.int64]:
        """Return the seed of each place that is nearest in place and colour: two rounds of Achanta's SLIC."""
        lab = lab_pixels(image)
        line = np.arange(self.side, dtype=np.float32) / np.float32(self.pitch)
        x, y = np.broadcast_to(line[None, :], lab.shape[:2]), np.broadcast_to(line[:, None], lab.shape[:2])
        pixels = np.concatenate([x[..., None], y[..., None], lab * np.float32(12.5)], axis=2)
        centres = pixels[self._at()]
        first = self._assigned(pixels, centres)
        counts = np.maximum(1, np.bincount(first.ravel(), minlength=len(centres)))
        sums = [np.bincount(first.ravel(), part.ravel(), len(centres)) for part in np.moveaxis(pixels, 2, 0)]
        return self._assigned(pixels, (np.stack(sums, axis=1) / counts[:, None]).astype(np.float32))

    def _assigned(self, pixels: Array, centres: Array) -> NDArray[np.int64]:
        best, label = np.full(self._home.shape, np.inf, np.float32), self._home
        for seed in self._around():
            apart = ((pixels - centres.take(seed, axis=0)) ** 2).sum(axis=2)
            closer = apart < best
            best, label = np.where(closer, apart, best), np.where(closer, seed, label)
        return label
