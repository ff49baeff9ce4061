"""What a shape is filled with: one colour, or colours that run into each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageColor

RGB = tuple[int, int, int]
Size = tuple[int, int]
_CELLS = 128  # a gradient is computed this finely, then stretched


def rgb(colour: str) -> RGB:
    """``#rrggbb`` as three numbers from 0 to 255."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two; ``share`` 0 is the first, 1 the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


@dataclass(frozen=True)
class Linear:
    """Colours evenly spaced along a direction; ``degrees`` 0 runs to the right, 90 down."""

    colours: tuple[str, ...]
    degrees: float = 90

    def filled(self, size: Size) -> Image.Image:
        """An image of this size full of the gradient."""
        return _coloured(_straight(self.degrees), self.colours, size)


@dataclass(frozen=True)
class Radial:
    """Colours from a centre outwards; ``at`` and ``reach`` are shares of the shape's box."""

    colours: tuple[str, ...]
    at: tuple[float, float] = (0.5, 0.5)
    reach: float = 0.75

    def filled(self, size: Size) -> Image.Image:
        """An image of this size full of the gradient."""
        return _coloured(_round(self.at, self.reach), self.colours, size)


Paint = str | Linear | Radial


def filled(paint: Paint, size: Size) -> Image.Image:
    """An image of this size full of the paint."""
    return Image.new("RGB", size, paint) if isinstance(paint, str) else paint.filled(size)


def _ramp(colours: tuple[str, ...]) -> list[RGB]:
    stops = [rgb(colour) for colour in colours]
    ramp = []
    for step in range(256):
        place = step / 255 * (len(stops) - 1)
        left = min(int(place), len(stops) - 2)
        share = place - left
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(stops[left], stops[left + 1], strict=True))
        ramp.append((red, green, blue))
    return ramp


@lru_cache(maxsize=64)
def _straight(degrees: float) -> Image.Image:
    """How far along the gradient each cell lies, 0 to 255."""
    x, y = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    scale = 255 / ((abs(x) + abs(y)) * (_CELLS - 1))
    start = (min(x, 0) + min(y, 0)) * (_CELLS - 1)
    steps = bytes(
        min(255, max(0, round((column * x + row * y - start) * scale)))
        for row in range(_CELLS)
        for column in range(_CELLS)
    )
    return Image.frombytes("L", (_CELLS, _CELLS), steps)


@lru_cache(maxsize=64)
def _round(at: tuple[float, float], reach: float) -> Image.Image:
    x, y = (share * (_CELLS - 1) for share in at)
    scale = 255 / (reach * (_CELLS - 1))
    steps = bytes(
        min(255, round(math.hypot(column - x, row - y) * scale)) for row in range(_CELLS) for column in range(_CELLS)
    )
    return Image.frombytes("L", (_CELLS, _CELLS), steps)


def _coloured(steps: Image.Image, colours: tuple[str, ...], size: Size) -> Image.Image:
    channels = [steps.point(list(channel)) for channel in zip(*_ramp(colours), strict=True)]
    return Image.merge("RGB", channels).resize(size, Image.Resampling.BICUBIC)
