"""Mountain ranges behind each other in the morning, with a lake and firs."""

from __future__ import annotations

import random
from itertools import pairwise

from PIL import Image, ImageChops

from orq_ui.imaging.samples.canvas import Canvas, Point, both, either
from orq_ui.imaging.samples.curves import ridge
from orq_ui.imaging.samples.paint import Linear

_WIDTH, _HEIGHT = 1440, 960


def mountains() -> Image.Image:
    """1440×960, RGB."""
    canvas = Canvas(_WIDTH, _HEIGHT, Linear(("#6fb1c4", "#a9d3cd", "#f3e3c0", "#fbd0a0", "#f7b78c")), seed=21)
    canvas.glow(1010, 300, 560, "#fff2cf", 0.85)
    canvas.fill(canvas.ellipse(1010, 300, 96), Linear(("#fffaf0", "#ffeec2")))
    _ranges(canvas)
    _mist(canvas, 690, 0.75)
    _lake(canvas)
    _firs(canvas)
    return canvas.finished(0.04)


def _ranges(canvas: Canvas) -> None:
    far = [(-40, 520), (90, 430), (170, 470), (330, 318), (450, 440), (540, 402), (700, 500), (860, 420), (960, 470)]
    _peaks(
        canvas, [*far, (1120, 372), (1230, 452), (1340, 400), (1480, 500)], ("#8fb4c4", "#e6d5c2"), "#fff1da", seed=3
    )
    near = [(-40, 470), (120, 560), (250, 500), (430, 640), (620, 560), (720, 470), (830, 560), (900, 530), (1060, 640)]
    _peaks(canvas, [*near, (1250, 548), (1350, 600), (1480, 520)], ("#5b8ea6", "#c3c8c1"), "#ffdcb4", seed=9)
    for base, height, seed, colours in (
        (650, 90, 30, ("#41788f", "#9fb9b5")),
        (700, 70, 41, ("#2d6076", "#78a0a2")),
        (752, 60, 58, ("#1e4c60", "#4f8088")),
    ):
        line = ridge(_WIDTH, base, height, seed, levels=8)
        hills = canvas.polygon([(0, _HEIGHT), *line, (_WIDTH, _HEIGHT)])
        canvas.shadow(hills, "#fff3dc", 22, (0, -10), 0.4)
        canvas.fill(hills, Linear(colours))


def _peaks(canvas: Canvas, line: list[Point], colours: tuple[str, str], light: str, *, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a drawing
    rough = _roughened(line, chance)
    range_ = canvas.polygon([(-40, _HEIGHT), *rough, (1480, _HEIGHT)])
    canvas.shadow(range_, "#fff3dc", 20, (0, -8), 0.35)
    canvas.fill(range_, Linear(colours))
    for left, top, right in zip(line, line[1:], line[2:], strict=False):
        if top[1] < left[1] and top[1] < right[1]:
            face = both(canvas.polygon(_face(top, right, chance)), range_)
            # Bright at the top, lost in the mist below.
            canvas.fill(ImageChops.multiply(face, canvas.slope(face, 270)), light, 0.85)


def _roughened(line: list[Point], chance: random.Random) -> list[Point]:
    rough = []
    for (ax, ay), (bx, by) in pairwise(line):
        steps = 7
        rough += [(ax, ay)]
        for step in range(1, steps):
            share = step / steps
            rough.append(
                (ax + (bx - ax) * share + chance.uniform(-5, 5), ay + (by - ay) * share + chance.uniform(-9, 9))
            )
    return [*rough, line[-1]]


def _face(top: Point, right: Point, chance: random.Random) -> list[Point]:
    """The side towards the sun: down the ridge to the right, and back up along a jagged shadow line."""
    x, y = top
    drop = (right[1] - y) * 1.6
    jag = []
    for step in range(6, 0, -1):
        swing = 20 if step % 2 else -16
        jag.append((x + swing * step / 3 + chance.uniform(-6, 6), y + drop * step / 6))
    return [(x, y - 12), (right[0], right[1] - 14), (right[0], right[1] + 20), (x + drop * 0.4, y + drop), *jag]


def _mist(canvas: Canvas, y: float, opacity: float) -> None:
    for x, across in ((200, 420), (760, 520), (1300, 380)):
        canvas.fill(canvas.soft(canvas.ellipse(x, y, across, 26), 34), "#fdf0dc", opacity)


def _lake(canvas: Canvas) -> None:
    lake = canvas.box(0, 776, _WIDTH, _HEIGHT)
    canvas.fill(lake, Linear(("#e8cfae", "#9fbdb6", "#4f8792", "#234f61")))
    chance = random.Random(4)  # noqa: S311 - a drawing
    for row in range(22):
        y = 782 + row**1.3 * 3
        for middle, colour in ((1010, "#fff3d2"), (chance.uniform(0, _WIDTH), "#cfe0d6")):
            x = middle + chance.gauss(0, 30 + row)
            half = chance.uniform(20, 90)
            canvas.fill(canvas.box(x - half, y, x + half, y + 2 + row * 0.12, round_by=2), colour, 0.55)


def _firs(canvas: Canvas) -> None:
    chance = random.Random(17)  # noqa: S311 - a drawing
    shore = canvas.polygon([(0, _HEIGHT), *ridge(_WIDTH, 930, 26, 73), (_WIDTH, _HEIGHT)])
    left = [(x, 900 + x * 0.05, 330 - x * 0.42) for x in range(-10, 430, 34)]
    right = [(x, 900 + (_WIDTH - x) * 0.05, 270 - (_WIDTH - x) * 0.42) for x in range(1110, 1460, 32)]
    for shade, scale in (("#1f4653", 0.85), ("#12303d", 1.0)):
        trees = [
            canvas.polygon(
                _fir(x + chance.uniform(-12, 12), foot + 30, tall * scale * chance.uniform(0.7, 1.05), chance)
            )
            for x, foot, tall in left + right
            if tall > 30
        ]
        canvas.fill(either(*trees), shade)
    canvas.fill(shore, Linear(("#163845", "#0b212c")))


def _fir(x: float, foot: float, tall: float, chance: random.Random) -> list[tuple[float, float]]:
    right, left = [], []
    tiers = 7
    for tier in range(1, tiers + 1):
        y = foot - tall + tall * tier / tiers
        reach = tall * 0.2 * (tier / tiers) ** 0.85 * chance.uniform(0.85, 1.15)
        right += [(x + reach, y), (x + reach * 0.5, y - tall * 0.018)]
        left += [(x - reach, y), (x - reach * 0.5, y - tall * 0.018)]
    return [(x, foot - tall), *right, *reversed(left)]
