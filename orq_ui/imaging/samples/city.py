"""A city at night and its reflection in the river."""

from __future__ import annotations

import random

from PIL import Image, ImageFilter

from orq_ui.imaging.samples.canvas import Canvas, Mask, either
from orq_ui.imaging.samples.paint import Linear

_SHORE = 730
_LIGHTS = ("#ffe7a3", "#ffc96b", "#ff9f68", "#fff6d8", "#8fe3e8")


def city() -> Image.Image:
    """1024×1024, RGB."""
    sky = Linear(("#0b1033", "#161a54", "#3a2570", "#7a2f7e", "#d6517f", "#ff8f7a", "#ff8f7a", "#ff8f7a"))
    canvas = Canvas(1024, 1024, sky, seed=61)
    chance = random.Random(6)  # noqa: S311 - a drawing
    stars = [(chance.uniform(0, 1024), chance.uniform(0, 330), chance.choice([0.8, 1.2, 1.8])) for _ in range(40)]
    canvas.fill(canvas.dots(stars), "#fdf3ff", 0.85)
    _moon(canvas)
    _row(canvas, chance, tall=(150, 330), wide=(44, 84), colours=("#5b2d7d", "#b8497f"), lit=0.16)
    canvas.fill(canvas.soft(canvas.box(-40, 610, 1064, 760), 40), "#ff9a86", 0.35)
    _row(canvas, chance, tall=(120, 430), wide=(56, 100), colours=("#2b1f66", "#6b2f7c"), lit=0.34)
    _towers(canvas, chance)
    _row(canvas, chance, tall=(50, 210), wide=(60, 116), colours=("#12123f", "#2b1c57"), lit=0.5)
    _river(canvas, chance)
    return canvas.finished()


def _moon(canvas: Canvas) -> None:
    canvas.glow(300, 236, 420, "#ff9fb8", 0.45)
    moon = canvas.ellipse(300, 236, 112)
    canvas.fill(moon, Linear(("#fff8e4", "#ffe0b8", "#ffb59a")))
    canvas.shade(moon, canvas.slope(moon, 40, 0.7), "#e8798d", 0.7)
    for x, y, size in ((270, 200, 20), (336, 236, 28), (288, 280, 14), (340, 180, 11)):
        canvas.fill(canvas.ellipse(x, y, size), "#f4b49c", 0.45)
    for x, y, across in ((180, 300, 120), (240, 322, 150), (640, 190, 130), (700, 210, 90)):
        canvas.fill(canvas.box(x - across, y, x + across, y + 18, round_by=9), "#8b3a86", 0.5)


def _row(
    canvas: Canvas,
    chance: random.Random,
    *,
    tall: tuple[int, int],
    wide: tuple[int, int],
    colours: tuple[str, str],
    lit: float,
) -> None:
    x = -20.0
    houses, windows = [], []
    while x < 1024:
        width, height = chance.uniform(*wide), chance.triangular(*tall)
        houses += _house(canvas, chance, x, width, height)
        windows += _windows(chance, x, width, height, lit)
        x += width + chance.choice([0, 0, 4, 8])
    row = either(*houses)
    canvas.fill(row, Linear(colours))
    canvas.shade(row, canvas.slope(row, 90, 0.5), "#ff7f86", 0.22)
    for place, colour in enumerate(_LIGHTS):
        canvas.fill(canvas.boxes(windows[place :: len(_LIGHTS)]), colour, 0.92)


def _house(canvas: Canvas, chance: random.Random, x: float, width: float, height: float) -> list[Mask]:
    top = _SHORE - height
    parts = [canvas.box(x, top, x + width, _SHORE)]
    match chance.randrange(5):
        case 0:
            parts.append(canvas.box(x + width * 0.2, top - 18, x + width * 0.8, top + 2))
        case 1:
            parts.append(canvas.polygon([(x, top), (x + width, top - width * 0.5), (x + width, top)]))
        case 2:
            parts.append(canvas.box(x + width * 0.48, top - 46, x + width * 0.52, top))
        case _:
            parts.append(canvas.box(x + width * 0.6, top - 14, x + width * 0.82, top))
    return parts


def _windows(
    chance: random.Random, x: float, width: float, height: float, lit: float
) -> list[tuple[float, float, float, float]]:
    columns = max(2, int(width / 15))
    step = width / (columns + 0.6)
    boxes = []
    for row in range(int((height - 14) / 19)):
        for column in range(columns):
            if chance.random() < lit:
                left, top = x + step * (column + 0.5), _SHORE - height + 14 + row * 19
                boxes.append((left, top, left + step * 0.55, top + 10))
    return boxes


def _towers(canvas: Canvas, chance: random.Random) -> None:
    spire = [
        (690, _SHORE),
        (690, 330),
        (708, 300),
        (708, 250),
        (722, 226),
        (729, 96),
        (736, 226),
        (750, 250),
        (750, 300),
    ]
    for points, colours in (
        ([*spire, (768, 330), (768, _SHORE)], ("#ff7f8f", "#4a2a78", "#241a58")),
        ([(430, _SHORE), (430, 384), (486, 322), (512, 384), (512, _SHORE)], ("#a8457f", "#2b1f62")),
        ([(868, _SHORE), (868, 420), (906, 396), (944, 420), (944, _SHORE)], ("#a8457f", "#2b1f62")),
    ):
        tower = canvas.polygon(points)
        canvas.shadow(tower, "#0b0a2e", 12, (8, 4), 0.4)
        canvas.fill(tower, Linear(colours))
        canvas.shade(tower, canvas.slope(tower, 0, 0.8), "#120f40", 0.7)
    panes = [
        *_windows(chance, 692, 74, 392, 0.6),
        *_windows(chance, 432, 78, 336, 0.5),
        *_windows(chance, 870, 72, 300, 0.5),
    ]
    for place, colour in enumerate(_LIGHTS):
        canvas.fill(canvas.boxes(panes[place :: len(_LIGHTS)]), colour, 0.95)
    canvas.glow(729, 100, 70, "#ff6f7d", 0.9)


def _river(canvas: Canvas, chance: random.Random) -> None:
    across, shore = canvas.image.width, _SHORE * 2
    deep = canvas.image.height - shore
    seen = canvas.image.crop((0, shore - round(deep * 1.5), across, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    # Ripples smear a reflection downwards: squeeze it, blur it, stretch it.
    smeared = seen.resize((across // 6, deep // 14)).filter(ImageFilter.GaussianBlur(0.6)).resize((across, deep))
    canvas.image.paste(smeared, (0, shore))
    river = canvas.box(0, _SHORE, 1024, 1024)
    canvas.fill(river, Linear(("#3a1f6c", "#1a1650", "#0a0f33")), 0.32)
    canvas.fill(canvas.box(0, _SHORE - 5, 1024, _SHORE + 3), "#0a0a2c")
    for colour in _LIGHTS:
        ripples = []
        for _ in range(11):
            y = chance.uniform(_SHORE + 10, 1020)
            x, half = chance.uniform(0, 1024), chance.uniform(10, 46)
            ripples.append((x - half, y, x + half, y + 3))
        canvas.fill(canvas.boxes(ripples), colour, 0.4)
    canvas.shade(river, canvas.slope(river, 90, 0.7), "#070a28", 0.6)
