"""A lighthouse on its rock at dusk."""

from __future__ import annotations

import random

from PIL import Image

from orq_ui.imaging.samples.canvas import Canvas, both
from orq_ui.imaging.samples.curves import smooth
from orq_ui.imaging.samples.paint import Linear, Radial

_HORIZON = 706


def lighthouse() -> Image.Image:
    """1024×1024, RGB."""
    sky = Linear(("#1d1b4b", "#3b2a6d", "#7d3f86", "#d9607e", "#f7936f", "#ffc883", "#ffdc9d", "#ffdc9d", "#ffdc9d"))
    canvas = Canvas(1024, 1024, sky, seed=11)
    _stars(canvas)
    _sun(canvas)
    _clouds(canvas)
    _sea(canvas)
    _rock(canvas)
    _beam(canvas)
    _tower(canvas)
    _lamp(canvas)
    _birds(canvas)
    return canvas.finished()


def _stars(canvas: Canvas) -> None:
    chance = random.Random(5)  # noqa: S311 - a drawing
    dots = [
        (chance.uniform(0, 1024), chance.uniform(0, 1) ** 1.6 * 330, chance.choice([0.8, 1.1, 1.7])) for _ in range(34)
    ]
    canvas.fill(canvas.dots(dots), "#fff4dc", 0.9)


def _sun(canvas: Canvas) -> None:
    canvas.glow(330, 640, 520, "#ffb27a", 0.55)
    sun = canvas.ellipse(330, 628, 132)
    canvas.fill(sun, Linear(("#fff3c4", "#ffd27f", "#ff9d6b")))


def _clouds(canvas: Canvas) -> None:
    rows = [
        (560, 40, 330, "#ffe0b0", 0.75),
        (584, 150, 520, "#f9a487", 0.85),
        (468, 600, 960, "#c75f8c", 0.5),
        (446, 690, 860, "#e07f8f", 0.5),
        (340, -40, 260, "#7b4590", 0.55),
        (362, 30, 360, "#9a4f93", 0.45),
        (620, 360, 640, "#ffc38f", 0.7),
        (250, 480, 700, "#593880", 0.55),
    ]
    for y, left, right, colour, opacity in rows:
        canvas.fill(canvas.box(left, y, right, y + 20, round_by=10), colour, opacity)
        canvas.fill(canvas.box(left + 60, y - 12, right - 90, y + 8, round_by=10), colour, opacity * 0.8)


def _sea(canvas: Canvas) -> None:
    sea = canvas.box(0, _HORIZON, 1024, 1024)
    canvas.fill(sea, Linear(("#f08f7d", "#a4547f", "#57356f", "#2b2257", "#17153f")))
    chance = random.Random(8)  # noqa: S311 - a drawing
    for row in range(34):
        y = _HORIZON + 5 + row**1.42 * 2.05
        near = row / 34
        reach = 118 + 60 * near
        for _ in range(3):
            x = 330 + chance.gauss(0, 0.55) * reach
            half = chance.uniform(14, 62) * (0.7 + near)
            glint = canvas.box(x - half, y, x + half, y + 3 + 4 * near, round_by=4)
            canvas.fill(glint, "#ffd58f" if row < 16 else "#ff9f7a", 0.85 - 0.62 * near)
        x = chance.uniform(0, 1024)
        canvas.fill(canvas.box(x - 90, y, x + 90, y + 2 + 3 * near, round_by=3), "#c46d8d", 0.3)


def _rock(canvas: Canvas) -> None:
    outline = [(1024, 1024), (1024, 742), (960, 726), (900, 708), (842, 700), (742, 700), (664, 712), (628, 742)]
    outline += [(590, 770), (574, 812), (528, 840), (500, 884), (446, 908), (418, 958), (352, 984), (330, 1024)]
    rock = canvas.polygon(outline)
    canvas.shadow(rock, "#120f33", 20, (-4, 16), 0.4)
    canvas.fill(rock, Linear(("#5a3a63", "#33264f", "#1a1638")))
    facets = (
        [(664, 712), (628, 742), (590, 770), (574, 812), (640, 800), (700, 750)],
        [(528, 840), (500, 884), (446, 908), (560, 900), (610, 850)],
        [(418, 958), (352, 984), (330, 1024), (470, 1024), (520, 970)],
        [(742, 700), (842, 700), (800, 742), (716, 748)],
        [(900, 708), (960, 726), (930, 800), (868, 770)],
        [(716, 748), (800, 742), (770, 850), (690, 830)],
        [(640, 800), (690, 830), (664, 930), (590, 880)],
        [(800, 800), (868, 770), (900, 880), (810, 900)],
        [(560, 940), (664, 930), (640, 1024), (520, 1024)],
        [(940, 850), (1024, 830), (1024, 930), (960, 950)],
        [(730, 920), (810, 900), (850, 1010), (740, 1024)],
    )
    for place, facet in enumerate(facets):
        # Those at the edge catch the sun.
        lit = both(canvas.polygon(facet), rock)
        canvas.fill(lit, Linear(("#d0707a", "#6a3f6b"), 20), 0.62 if place < 4 else 0.22)
    canvas.shade(rock, canvas.slope(rock, 35, 0.9), "#0f0d2b", 0.75)


def _beam(canvas: Canvas) -> None:
    left = canvas.soft(canvas.polygon([(786, 236), (-60, 60), (-60, 330)]), 9)
    right = canvas.soft(canvas.polygon([(786, 236), (1100, 150), (1100, 300)]), 9)
    canvas.fill(left, Linear(("#fff0b8", "#ffe59a"), 0), 0.30)
    canvas.fill(canvas.soft(canvas.polygon([(786, 236), (-60, 130), (-60, 250)]), 7), "#fff3c4", 0.26)
    canvas.fill(right, "#ffefb5", 0.36)


def _tower(canvas: Canvas) -> None:
    tower = canvas.polygon([(744, 300), (828, 300), (856, 716), (716, 716)])
    canvas.fill(tower, Linear(("#fff1dc", "#f4d3c0", "#b98a9b"), 0))
    for top, bottom in ((352, 430), (512, 590), (664, 716)):
        band = both(tower, canvas.box(600, top, 1000, bottom))
        canvas.fill(band, Linear(("#f2665a", "#d83f4f", "#7d2450"), 0))
    for y in (458, 622):
        canvas.fill(canvas.box(776, y, 796, y + 34, round_by=10), "#3b2456")
        canvas.fill(canvas.box(779, y + 4, 793, y + 31, round_by=7), Linear(("#ffe9a6", "#ffb65c")))
    canvas.fill(canvas.box(772, 672, 800, 716, round_by=12), "#2c1b48")
    canvas.shade(tower, canvas.slope(tower, 0, 0.95), "#3a1d52", 0.55)
    canvas.shadow(canvas.box(730, 296, 842, 308), "#2c1746", 9, (4, 14), 0.6)


def _lamp(canvas: Canvas) -> None:
    canvas.fill(canvas.polygon([(724, 284), (848, 284), (836, 306), (736, 306)]), Linear(("#5b3468", "#2a1a4a"), 0))
    canvas.glow(786, 236, 250, "#ffdf8e", 0.85)
    canvas.fill(canvas.box(750, 196, 822, 286), Radial(("#ffffff", "#fff3be", "#ffc861"), (0.5, 0.45)))
    for x in (750, 773, 799, 822):
        canvas.fill(canvas.box(x - 2, 194, x + 2, 286), "#3b2256")
    canvas.fill(canvas.box(722, 262, 850, 267, round_by=2), "#3b2256")
    for x in range(726, 850, 12):
        canvas.fill(canvas.box(x, 262, x + 2, 286), "#3b2256")
    dome = canvas.polygon(smooth([(738, 198), (752, 166), (786, 146), (820, 166), (834, 198)], closed=False))
    canvas.fill(dome, Linear(("#f2665a", "#c3344d", "#6f2049"), 0))
    canvas.fill(canvas.box(784, 116, 788, 150), "#3b2256")
    canvas.fill(canvas.ellipse(786, 146, 8), "#3b2256")


def _birds(canvas: Canvas) -> None:
    for x, y, size in ((470, 300, 17), (520, 270, 13), (432, 262, 11), (560, 320, 10)):
        wing = [
            (x - size, y - size * 0.35),
            (x - size * 0.45, y - size * 0.5),
            (x, y),
            (x + size * 0.45, y - size * 0.5),
        ]
        canvas.fill(canvas.stroke(smooth([*wing, (x + size, y - size * 0.3)], closed=False), 2.6), "#2a1a4a")
