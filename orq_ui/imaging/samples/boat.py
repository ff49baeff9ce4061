"""A paper boat on great waves."""

from __future__ import annotations

import math
import random

from PIL import Image

from orq_ui.imaging.samples.canvas import Canvas, Point, both
from orq_ui.imaging.samples.curves import moved, smooth
from orq_ui.imaging.samples.paint import Linear

_FOLDS: tuple[tuple[tuple[Point, ...], tuple[str, str], float], ...] = (
    # the outline of a piece of paper around the boat's middle, its colours, and their direction
    (((4, -250), (-112, 10), (-10, 20)), ("#ffffff", "#f6e6d6"), 80),
    (((4, -250), (-10, 20), (108, 10)), ("#e9cdbc", "#c9998d"), 70),
    (((-248, -112), (-158, 92), (-10, 6)), ("#fffaf2", "#f2dccb"), 50),
    (((246, -112), (158, 92), (-10, 6)), ("#ecd0bd", "#cf9f91"), 70),
    (((-158, 92), (-10, 6), (158, 92)), ("#fdf0e2", "#e6c6b3"), 90),
)


def boat() -> Image.Image:
    """1024×1024, RGB."""
    canvas = Canvas(1024, 1024, Linear(("#f7b267", "#f9c784", "#fbdfb0", "#fdeccd", "#fdeccd")), seed=31)
    _sun(canvas)
    waves = [
        (520, 26, 300, 40, ("#8fc9c0", "#63aeb2")),
        (580, 34, 360, 210, ("#5fb0b5", "#3d8f9f")),
        (650, 40, 420, 90, ("#3b97a6", "#23718a")),
    ]
    for place, (y, high, long, shift, colours) in enumerate(waves):
        _wave(canvas, y, high, long, shift, colours, seed=place)
    _boat(canvas)
    _wave(canvas, 770, 44, 470, 330, ("#237a93", "#12536f"), seed=7)
    _wave(canvas, 876, 40, 520, 120, ("#135b78", "#0a3650"), seed=9)
    return canvas.finished()


def _sun(canvas: Canvas) -> None:
    for radius, opacity in ((400, 0.28), (320, 0.34), (246, 0.45)):
        canvas.fill(canvas.ellipse(560, 430, radius), "#fff1cf", opacity)
    sun = canvas.ellipse(560, 430, 178)
    canvas.fill(sun, Linear(("#ff6f59", "#fb8b62", "#fdb27a")))
    canvas.shade(sun, canvas.slope(sun, 270, 0.7), "#e2434b", 0.8)
    for x, y, across in ((190, 190, 120), (250, 214, 90), (860, 250, 110), (800, 272, 80), (150, 330, 60)):
        canvas.fill(canvas.box(x - across, y - 12, x + across, y + 12, round_by=12), "#fff6e3", 0.8)


def _wave(
    canvas: Canvas, y: float, high: float, long: float, shift: float, colours: tuple[str, str], *, seed: int
) -> None:
    crest = [(x, _height(x, y, high, long, shift)) for x in range(-20, 1060, 8)]
    wave = canvas.polygon([(-20, 1040), *crest, (1060, 1040)])
    canvas.shadow(wave, "#0b3f57", 20, (0, -8), 0.32)
    canvas.fill(wave, Linear(colours))
    canvas.shade(wave, canvas.slope(wave, 90, 0.55), "#06283f", 0.5)
    rim = [(x, y + 5) for x, y in crest]
    canvas.fill(both(canvas.stroke(rim, 7), wave), "#f4fbf3", 0.75)
    chance = random.Random(seed)  # noqa: S311 - a drawing
    for _ in range(9):
        x = chance.uniform(0, 1024)
        half = chance.uniform(30, 80)
        drop = chance.uniform(22, 74)
        line = [(x + d, _height(x + d, y, high, long, shift) + drop) for d in range(round(-half), round(half), 6)]
        canvas.fill(canvas.stroke(line, 4), "#d5f0ea", 0.3)


def _height(x: float, y: float, high: float, long: float, shift: float) -> float:
    turn = (x + shift) / long * 2 * math.pi
    # The second, shorter wave sharpens the crests.
    return y - high * (math.sin(turn) - 0.22 * math.cos(2 * turn))


def _boat(canvas: Canvas) -> None:
    place = (500.0, 682.0)
    pieces = [(moved(points, place, scale=1.22, degrees=-6), colours, way) for points, colours, way in _FOLDS]
    hull = canvas.polygon(smooth(moved([(-150, 80), (0, 110), (150, 80), (0, 70)], place, scale=1.22)))
    canvas.shadow(hull, "#05304a", 18, (-14, 26), 0.6)
    for points, colours, way in pieces:
        paper = canvas.polygon(points)
        canvas.shadow(paper, "#7a3d3a", 7, (3, 3), 0.3)
        canvas.fill(paper, Linear(colours, way))
        canvas.shade(paper, canvas.slope(paper, 60, 0.5), "#b5705f", 0.5)
