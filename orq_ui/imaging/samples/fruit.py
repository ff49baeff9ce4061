"""Fruit on a table: a pear, oranges, a lemon, grapes and cherries."""

from __future__ import annotations

import math

from PIL import Image

from orq_ui.imaging.samples.canvas import Canvas, Mask, both, either
from orq_ui.imaging.samples.curves import Point, blob, moved, smooth
from orq_ui.imaging.samples.paint import Linear, Radial

_PEAR: list[Point] = [(0, -250), (54, -232), (78, -150), (104, -60), (158, 40), (150, 150), (70, 214), (0, 206)]
_LEMON: list[Point] = [
    (-150, 0),
    (-120, -26),
    (-70, -82),
    (20, -98),
    (96, -62),
    (128, -16),
    (156, 2),
    (126, 26),
    (80, 74),
]
_LEAF: list[Point] = [(0, 0), (30, -34), (84, -50), (150, -22), (90, 8), (36, 16)]
_LIT = (0.34, 0.28)  # where the light falls on a round fruit, as shares of its box


def fruit() -> Image.Image:
    """1024×1024, RGB."""
    canvas = Canvas(1024, 1024, Linear(("#16324f", "#1d4a63", "#2d6a77"), 60), seed=81)
    _room(canvas)
    _pear(canvas)
    _orange(canvas, 664, 590, 148)
    _orange(canvas, 268, 634, 128)
    _grapes(canvas)
    _lemon(canvas)
    _half_orange(canvas, 588, 772, 118)
    _cherries(canvas)
    return canvas.finished()


def _room(canvas: Canvas) -> None:
    disc = canvas.ellipse(512, 470, 372)
    canvas.fill(disc, Linear(("#f4a259", "#e9764f"), 60))
    canvas.shade(disc, canvas.slope(disc, 60, 0.8), "#a93b45", 0.7)
    table = canvas.box(0, 722, 1024, 1024)
    canvas.shadow(table, "#0a1f33", 24, (0, -10), 0.4)
    canvas.fill(table, Linear(("#fdf1de", "#f3d9bd", "#dcae91")))
    for x in range(-300, 1400, 96):
        strip = canvas.polygon(
            [(512 + (x - 512) * 0.72, 722), (512 + (x + 40 - 512) * 0.72, 722), (x + 60, 1024), (x, 1024)]
        )
        canvas.fill(both(strip, table), "#2f7f86", 0.2)
    canvas.shade(table, canvas.slope(table, 90, 0.6), "#a56a5c", 0.45)


def _ground(canvas: Canvas, x: float, y: float, across: float) -> None:
    canvas.fill(canvas.soft(canvas.ellipse(x + across * 0.3, y, across, across * 0.17), 13), "#5a2438", 0.62)


def _body(canvas: Canvas, mask: Mask, colours: tuple[str, str, str], deep: str) -> None:
    canvas.shadow(mask, "#4a1a30", 14, (12, 8), 0.36)
    canvas.fill(mask, Radial(colours, _LIT, 0.85))
    canvas.shade(mask, canvas.slope(mask, 40, 0.95), deep, 0.8)


def _leaf(canvas: Canvas, x: float, y: float, scale: float, degrees: float) -> None:
    leaf = canvas.polygon(smooth(moved(_LEAF, (x, y), scale=scale, degrees=degrees)))
    canvas.shadow(leaf, "#3a1a2a", 7, (5, 7), 0.4)
    canvas.fill(leaf, Linear(("#a9d08a", "#4f9a68", "#21695a"), 40))
    vein = moved([(4, -2), (76, -18), (138, -20)], (x, y), scale=scale, degrees=degrees)
    canvas.fill(canvas.stroke(smooth(vein, closed=False), 3), "#d6ecb0", 0.7)


def _pear(canvas: Canvas) -> None:
    outline = smooth([*_PEAR, *[(-px, py) for px, py in reversed(_PEAR[1:-1])]])
    _ground(canvas, 462, 742, 170)
    pear = canvas.polygon(moved(outline, (454, 540), scale=1.04, degrees=-5))
    canvas.fill(canvas.stroke(smooth([(434, 296), (440, 250), (470, 214)], closed=False), 13), "#5b3427")
    _body(canvas, pear, ("#f7f0a0", "#c9cf58", "#7da03f"), "#3f6b35")
    blush = both(canvas.soft(canvas.ellipse(540, 610, 74, 110), 30), pear)
    canvas.fill(blush, "#e8683f", 0.55)
    canvas.fill(canvas.soft(canvas.ellipse(392, 560, 26, 60), 12), "#fffbe0", 0.6)
    _leaf(canvas, 446, 262, 1.05, -10)


def _orange(canvas: Canvas, x: float, y: float, radius: float) -> None:
    _ground(canvas, x, y + radius - 8, radius)
    peel = canvas.polygon(blob(x, y, radius, radius * 0.97, (0.97, 1, 1.01, 1, 0.99, 1, 1.01, 1)))
    _body(canvas, peel, ("#ffd089", "#fb9a3a", "#e8641f"), "#b53a1c")
    canvas.fill(canvas.soft(canvas.ellipse(x - radius * 0.4, y - radius * 0.42, radius * 0.2), 10), "#fff3d6", 0.7)
    canvas.fill(canvas.ellipse(x + 8, y - radius * 0.72, 11, 7), "#5f7a35")
    _leaf(canvas, x + 10, y - radius * 0.72, 0.8, -4)


def _grapes(canvas: Canvas) -> None:
    _ground(canvas, 800, 812, 120)
    rows = [(776, 612), (840, 606), (742, 662), (806, 656), (870, 660), (772, 712), (838, 708), (902, 712)]
    rows += [(748, 766), (808, 762), (868, 764), (784, 808), (842, 806)]
    for x, y in rows:
        _body(canvas, canvas.ellipse(x, y, 38, 40), ("#c9a0e0", "#7d4aa8", "#43246f"), "#241146")
        canvas.fill(canvas.ellipse(x - 13, y - 15, 8, 6), "#f6e6ff", 0.75)
    canvas.fill(canvas.stroke(smooth([(808, 590), (816, 548), (850, 520)], closed=False), 11), "#6a4a2c")
    _leaf(canvas, 812, 562, 0.95, 14)


def _lemon(canvas: Canvas) -> None:
    _ground(canvas, 352, 858, 130)
    outline = smooth(moved([*_LEMON, (-10, 96), (-88, 66), (-124, 22)], (344, 784), scale=0.92, degrees=-12))
    lemon = canvas.polygon(outline)
    _body(canvas, lemon, ("#fff7b0", "#fbd944", "#efad22"), "#c27a17")
    canvas.fill(canvas.soft(canvas.ellipse(306, 752, 44, 18), 9), "#fffce6", 0.8)


def _half_orange(canvas: Canvas, x: float, y: float, radius: float) -> None:
    _ground(canvas, x, y + radius - 6, radius)
    peel = canvas.ellipse(x, y, radius)
    canvas.shadow(peel, "#4a1a30", 14, (12, 8), 0.4)
    canvas.fill(peel, Linear(("#ffa63f", "#ea6a20"), 50))
    canvas.fill(canvas.ellipse(x, y, radius * 0.91), Radial(("#fffdf2", "#fff0d0", "#ffe0ac")))
    wedges = []
    for place in range(9):
        turn = 2 * math.pi * place / 9
        middle, spread = radius * 0.13, 0.27
        wedge = [(x + math.cos(turn) * middle, y + math.sin(turn) * middle)]
        for share, reach in ((-1, 0.66), (-0.8, 0.78), (0, 0.83), (0.8, 0.78), (1, 0.66)):
            angle = turn + share * spread
            wedge.append((x + math.cos(angle) * radius * reach, y + math.sin(angle) * radius * reach))
        wedges.append(canvas.polygon(smooth(wedge)))
    flesh = either(*wedges)
    canvas.fill(flesh, Radial(("#ffdf8a", "#ffb043", "#fb8427"), (0.4, 0.36)))
    canvas.shade(flesh, canvas.slope(flesh, 50, 0.8), "#e2521c", 0.6)


def _cherries(canvas: Canvas) -> None:
    for x, y in ((176, 862), (250, 892)):
        _ground(canvas, x, y + 40, 44)
        canvas.fill(canvas.stroke(smooth([(x, y - 34), (x + 4, y - 86), (206, 742)], closed=False), 6), "#5f7a35")
        _body(canvas, canvas.ellipse(x, y, 46, 44), ("#ff8a80", "#d42a45", "#8a1238"), "#4a0826")
        canvas.fill(canvas.ellipse(x - 15, y - 16, 9, 7), "#ffe9e6", 0.85)
    _leaf(canvas, 206, 744, 0.7, 20)
