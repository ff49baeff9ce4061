"""Filters that lay the picture in pieces: squares, hexagons, dots, triangles, stained glass.

They draw at twice the size, then halve it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from orq_ui.emulator.drawing.color import Ramp, grade, rgb

Point = tuple[float, float]
Colour = tuple[int, int, int]


class _Palette:
    """The picture's average colour around a place, each lifted or darkened a little so that pieces part."""

    def __init__(self, image: Image.Image, pieces: int, rng: Random, ramp: Ramp, uneven: float = 0.12) -> None:
        small = image.resize((pieces, pieces), Image.Resampling.BOX)
        self._pixels = grade(ImageEnhance.Color(small).enhance(1.6), ramp, 0.28).load()
        self._pieces, self._rng, self._uneven = pieces, rng, uneven

    def at(self, x: float, y: float) -> Colour:
        """Return the colour at a place given as shares of the side."""
        assert self._pixels is not None  # noqa: S101
        last = self._pieces - 1
        pixel = self._pixels[_clamp(x * self._pieces, last), _clamp(y * self._pieces, last)]
        lift = 1 + self._rng.uniform(-self._uneven, self._uneven)
        red, green, blue = (_clamp(value * lift, 255) for value in pixel)  # type: ignore[union-attr]
        return red, green, blue


def squares(image: Image.Image, rng: Random, ramp: Ramp, *, across: int = 34) -> Image.Image:
    """Lay small square stones, not quite straight, in pale grout."""
    side = image.width * 2
    palette, (sheet, pen) = _Palette(image, across, rng, ramp), _sheet(side, ramp[-1])
    step = side / across
    for row in range(across):
        for column in range(across):
            corners = [(column + 0.07, row + 0.07), (column + 0.93, row + 0.07)]
            corners += [(column + 0.93, row + 0.93), (column + 0.07, row + 0.93)]
            shape = [((x + rng.uniform(-0.06, 0.06)) * step, (y + rng.uniform(-0.06, 0.06)) * step) for x, y in corners]
            pen.polygon(shape, fill=palette.at((column + 0.5) / across, (row + 0.5) / across))
    return _bevelled(sheet.reduce(2), step / 2)


def hexagons(image: Image.Image, rng: Random, ramp: Ramp, *, across: int = 26) -> Image.Image:
    """Lay a honeycomb."""
    side = image.width * 2
    palette, (sheet, pen) = _Palette(image, across, rng, ramp), _sheet(side, ramp[0])
    for x, y, radius in _honeycomb(across):
        corners = [_around(x, y, radius * 0.94, 60 * turn + 30) for turn in range(6)]
        pen.polygon([(a * side, b * side) for a, b in corners], fill=palette.at(x, y))
    return _bevelled(sheet.reduce(2), side / across / 2)


def dots(image: Image.Image, rng: Random, ramp: Ramp, *, across: int = 40) -> Image.Image:
    """Lay round pieces, larger where it is dark, a second colour in the middle of each."""
    side = image.width * 2
    palette, (sheet, pen) = _Palette(image, across, rng, ramp, 0.2), _sheet(side, ramp[-1])
    for x, y, radius in _honeycomb(across):
        colour = palette.at(x, y)
        grown = radius * (0.95 - 0.35 * sum(colour) / 765)
        for share, fill in ((1.0, colour), (0.5, palette.at(x, y))):
            box = [(x - grown * share) * side, (y - grown * share) * side]
            box += [(x + grown * share) * side, (y + grown * share) * side]
            pen.ellipse(box, fill=fill)
    return sheet.reduce(2)


def triangles(image: Image.Image, rng: Random, ramp: Ramp, *, across: int = 22) -> Image.Image:
    """Cut facets from a shaken grid, as in a low-poly model."""
    side = image.width * 2
    palette, (sheet, pen) = _Palette(image, across * 3, rng, ramp, 0.08), _sheet(side, ramp[0])
    for shape in _facets(across, rng):
        x, y = sum(a for a, _ in shape) / 3, sum(b for _, b in shape) / 3
        pen.polygon([(a * side, b * side) for a, b in shape], fill=palette.at(x, y))
    return sheet.reduce(2)


def stained_glass(image: Image.Image, rng: Random, ramp: Ramp, *, across: int = 15) -> Image.Image:
    """Set leaded glass with light behind it."""
    side = image.width * 2
    palette, (sheet, pen) = _Palette(image, across * 2, rng, ramp, 0.16), _sheet(side, ramp[0])
    lead = Image.new("L", sheet.size, 255)
    lines = ImageDraw.Draw(lead)
    width = max(3, side // 180)
    shake: dict[tuple[int, int], Point] = {}
    for x, y, radius in _honeycomb(across):
        corners = []
        for turn in range(6):
            a, b = _around(x, y, radius, 60 * turn + 30)
            # Neighbours share a corner, so it is shaken once, by its rounded place.
            key = (round(a * 4000 / 12), round(b * 4000 / 12))
            moved = shake.setdefault(key, (rng.uniform(-0.4, 0.4) * radius, rng.uniform(-0.4, 0.4) * radius))
            corners.append(((a + moved[0]) * side, (b + moved[1]) * side))
        pen.polygon(corners, fill=palette.at(x, y))
        lines.line([*corners, corners[0]], fill=0, width=width, joint="curve")
    shone = ImageEnhance.Brightness(ImageEnhance.Color(sheet.reduce(2)).enhance(1.25)).enhance(1.15)
    glow = Image.blend(shone, image.filter(ImageFilter.GaussianBlur(image.width / 50)), 0.18)
    return ImageChops.multiply(glow, lead.reduce(2).convert("RGB"))


def _sheet(side: int, colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (side, side), rgb(colour))
    return sheet, ImageDraw.Draw(sheet)


def _honeycomb(across: int) -> Iterator[tuple[float, float, float]]:
    """Yield centres and radius, as shares of the side."""
    width = 1 / across
    height, radius = width * math.sqrt(3) / 2, width / math.sqrt(3)
    for row in range(-1, math.ceil(1 / height) + 2):
        for column in range(-1, across + 2):
            yield (column + (row % 2) / 2) * width, row * height, radius


def _facets(across: int, rng: Random) -> Iterator[list[Point]]:
    knots = {
        (column, row): ((column + rng.uniform(-0.38, 0.38)) / across, (row + rng.uniform(-0.38, 0.38)) / across)
        for row in range(-1, across + 2)
        for column in range(-1, across + 2)
    }
    for row in range(-1, across + 1):
        for column in range(-1, across + 1):
            a, b = knots[column, row], knots[column + 1, row]
            c, d = knots[column + 1, row + 1], knots[column, row + 1]
            yield from ([a, b, c], [a, c, d]) if (row + column) % 2 else ([a, b, d], [b, c, d])


def _bevelled(image: Image.Image, piece: float) -> Image.Image:
    """Give the pieces an edge that catches light from the upper left."""
    relief = image.convert("L").filter(ImageFilter.EMBOSS).filter(ImageFilter.GaussianBlur(piece / 24))
    return ImageChops.soft_light(image, relief.convert("RGB"))


def _around(x: float, y: float, radius: float, degrees: float) -> Point:
    turn = math.radians(degrees)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)


def _clamp(value: float, last: int) -> int:
    return min(last, max(0, int(value)))
