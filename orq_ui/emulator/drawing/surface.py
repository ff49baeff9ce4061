"""Arrays and surfaces: pictures as numbers from 0 to 1, noise, blurs, paper, masks of light."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from orq_ui.emulator.drawing.color import Array


def to_array(image: Image.Image) -> Array:
    """Return an image's channels as numbers from 0 to 1."""
    return np.asarray(image, np.float32) * np.float32(1 / 255)


def to_image(values: Array) -> Image.Image:
    """Return numbers from 0 to 1 as an image: RGB for three channels, else L."""
    return Image.fromarray((np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8))


def resized(values: Array, side: int) -> Array:
    """Return one channel at another size, smoothly."""
    if values.shape[0] == side:
        return values
    return np.array(Image.fromarray(values).resize((side, side), Image.Resampling.BICUBIC))


def at_most(image: Image.Image, side: int) -> Image.Image:
    """Return a square image, made smaller where it is larger."""
    return image if image.width <= side else image.resize((side, side), Image.Resampling.BOX, reducing_gap=1.0)


def enlarged(image: Image.Image, side: int) -> Image.Image:
    """Return a square image at a size."""
    return image if image.width == side else image.resize((side, side), Image.Resampling.BICUBIC)


def gray(image: Image.Image) -> Array:
    """Return the brightness from 0 to 1."""
    return to_array(image.convert("L"))


def noise(side: int, rng: Random, across: int) -> Array:
    """Return smooth noise from 0 to 1 with about ``across`` specks a side, mean 0.5."""
    across = max(2, min(across, side))
    specks = np.frombuffer(rng.randbytes(across * across), np.uint8).reshape(across, across)
    return resized(specks.astype(np.float32) * np.float32(1 / 255), side)


def clouds(side: int, rng: Random, across: int = 4) -> Array:
    """Return soft shapes from 0 to 1: three octaves of noise, stretched."""
    small = min(side, 128)
    shapes = sum((noise(small, rng, across * 2**octave) * 0.5**octave for octave in range(3)), np.zeros(1, np.float32))
    low, high = float(shapes.min()), float(shapes.max())
    return resized((shapes - low) / np.float32(max(1e-6, high - low)), side)


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Return an image blurred; a large radius is done on a smaller copy."""
    factor = max(1, int(radius / 3))
    if factor == 1:
        return image.filter(ImageFilter.GaussianBlur(radius))
    side = max(8, image.width // factor)
    small = image.resize((side, side), Image.Resampling.BOX)
    return enlarged(small.filter(ImageFilter.GaussianBlur(radius * side / image.width)), image.width)


def soft(values: Array, radius: float) -> Array:
    """Return one channel blurred."""
    return to_array(blurred(to_image(values), radius))


def step(values: Array, threshold: Array | float, gain: float) -> Array:
    """Return 0 below a threshold and 1 above it, with an edge as soft as ``1 / gain``."""
    stepped: Array = np.clip((values - threshold) * np.float32(gain) + 0.5, 0, 1)
    return stepped


def places(side: int) -> tuple[Array, Array]:
    """Return x as a row and y as a column, from -1 to 1."""
    line = np.linspace(-1, 1, side, dtype=np.float32)
    return line[None, :], line[:, None]


def vignette(side: int, strength: float) -> Array:
    """Return 1 in the middle, falling softly to ``1 - strength`` in the corners."""
    x, y = places(side)
    return 1 - np.float32(strength) * np.clip((x * x + y * y - 0.35) / 1.65, 0, 1) ** 1.3


def slope(height: Array, angle: float) -> Array:
    """Return how steeply a surface rises towards a light, the angle in degrees, around 0."""
    right, down = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    rise = np.zeros_like(height)
    rise[:, 1:] += (height[:, 1:] - height[:, :-1]) * np.float32(right)
    rise[1:] += (height[1:] - height[:-1]) * np.float32(down)
    return rise


def paper(side: int, rng: Random, tooth: float = 1.0) -> Array:
    """Return rough paper's height around 0, about ±0.5 for ``tooth`` 1."""
    fine, coarse = noise(side, rng, round(side / 1.6)), noise(side, rng, round(side / 3.5))
    return (0.55 * fine + 0.45 * coarse - 0.5) * np.float32(tooth)


def canvas(side: int) -> Array:
    """Return the weave of canvas around 0."""
    line = np.arange(side, dtype=np.float32) * np.float32(2 * math.pi / max(3.0, side / 210))
    across, down = np.sin(line)[None, :], np.sin(line)[:, None]
    weave: Array = across * down * np.float32(0.5)
    return weave
