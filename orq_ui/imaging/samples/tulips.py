"""Tulips in a bowl on a table."""

from __future__ import annotations

from PIL import Image

from orq_ui.imaging.samples.canvas import Canvas, both, either, without
from orq_ui.imaging.samples.curves import Point, mirrored, moved, smooth
from orq_ui.imaging.samples.paint import Linear, Radial

_SIDE_PETAL: list[Point] = [(-4, 88), (-58, 66), (-80, 10), (-66, -52), (-44, -92), (-24, -44), (-6, 10)]
_FRONT_PETAL: list[Point] = [(0, 94), (-44, 62), (-50, 4), (-24, -44), (0, -66), (24, -44), (50, 4), (44, 62)]
_BACK_PETAL: list[Point] = [(0, 70), (-40, 20), (-36, -60), (0, -104), (36, -60), (40, 20)]
_LEAF: list[Point] = [(0, 0), (-34, -90), (-30, -210), (14, -330), (30, -210), (28, -90)]
_REDS = ("#ff8f6b", "#f0505a", "#b6284f")
_PINKS = ("#ffc9bd", "#f78da0", "#cc4f80")
_YELLOWS = ("#ffe59a", "#fbb64b", "#dd7a35")
_FLOWERS: tuple[tuple[float, float, float, float, tuple[str, str, str]], ...] = (
    # across, down, size, lean in degrees, colours; the farthest first
    (372, 262, 0.92, -16, _YELLOWS),
    (640, 236, 0.95, 12, _PINKS),
    (506, 190, 1.05, -2, _REDS),
    (258, 392, 0.98, -30, _PINKS),
    (764, 378, 1.0, 28, _REDS),
    (424, 396, 1.08, -9, _REDS),
    (606, 410, 1.1, 10, _YELLOWS),
)


def tulips() -> Image.Image:
    """1024×1024, RGB."""
    canvas = Canvas(1024, 1024, Radial(("#fbe3c6", "#f3c7a4", "#e2a283"), (0.42, 0.34), 0.95), seed=41)
    arch = canvas.box(186, 60, 838, 1100, round_by=326)
    canvas.shadow(arch, "#a8604e", 30, (10, 14), 0.3)
    canvas.fill(arch, Linear(("#1f6f72", "#2b8a83", "#58a996")))
    canvas.shade(arch, canvas.slope(arch, 300, 0.8), "#0e4a55", 0.6)
    _table(canvas)
    _stems(canvas)
    for flower in _FLOWERS:
        _flower(canvas, *flower)
    _bowl(canvas)
    return canvas.finished()


def _table(canvas: Canvas) -> None:
    table = canvas.box(0, 836, 1024, 1024)
    canvas.fill(table, Linear(("#fff0dc", "#f6d3b2", "#e5ac88")))
    canvas.shade(table, canvas.slope(table, 90, 0.6), "#c47f62", 0.5)
    canvas.fill(canvas.soft(canvas.ellipse(580, 912, 330, 36), 18), "#8a3f3f", 0.5)
    for x, y, turn in ((226, 938, 20), (800, 968, -35), (748, 930, 70)):
        petal = canvas.polygon(smooth(moved(_FRONT_PETAL, (x, y), scale=0.42, degrees=turn + 90)))
        canvas.shadow(petal, "#8a3f3f", 6, (5, 8), 0.5)
        canvas.fill(petal, Linear(_REDS if turn < 60 else _PINKS, 40))


def _stems(canvas: Canvas) -> None:
    for x, y, scale, lean in ((430, 700, 1.15, -34), (610, 700, 1.2, 32), (350, 690, 0.9, -58), (690, 690, 0.9, 60)):
        leaf = canvas.polygon(smooth(moved(_LEAF, (x, y), scale=scale, degrees=lean)))
        canvas.shadow(leaf, "#0a3a42", 10, (6, 8), 0.4)
        canvas.fill(leaf, Linear(("#b9d27e", "#5fa063", "#2c6b55")))
        canvas.shade(leaf, canvas.slope(leaf, 20, 0.8), "#134a45", 0.7)
    for across, down, *_ in _FLOWERS:
        foot = 512 + (across - 512) * 0.3
        stem = smooth([(foot, 720), (foot + (across - foot) * 0.35, 600), (across, down + 60)], closed=False)
        line = canvas.stroke(stem, 15)
        canvas.shadow(line, "#0a3a42", 7, (6, 5), 0.4)
        canvas.fill(line, Linear(("#a8cc75", "#5a9a58")))
        canvas.fill(both(canvas.stroke([(px + 5, py) for px, py in stem], 6), line), "#2f7350", 0.6)
    for x, y, scale, lean in ((512, 740, 1.1, -8), (560, 740, 0.8, 16), (450, 740, 0.8, -22)):
        leaf = canvas.polygon(smooth(moved(_LEAF, (x, y), scale=scale, degrees=lean)))
        canvas.shadow(leaf, "#0a3a42", 10, (6, 6), 0.4)
        canvas.fill(leaf, Linear(("#cfe08c", "#76b268", "#3a7d58"), 70))
        canvas.shade(leaf, canvas.slope(leaf, 0, 0.8), "#1f5b4b", 0.7)


def _flower(canvas: Canvas, x: float, y: float, scale: float, lean: float, colours: tuple[str, str, str]) -> None:
    light, middle, dark = colours
    petals = [
        (_BACK_PETAL, (middle, dark), 90),
        (_SIDE_PETAL, (light, middle), 70),
        (mirrored(_SIDE_PETAL, 0), (middle, dark), 110),
        (_FRONT_PETAL, (light, middle, middle), 80),
    ]
    shapes = [canvas.polygon(smooth(moved(points, (x, y), scale=scale, degrees=lean))) for points, _, _ in petals]
    canvas.shadow(either(*shapes), "#0a3a42", 14, (10, 14), 0.4)
    for shape, (_, paint, way) in zip(shapes, petals, strict=True):
        canvas.fill(shape, Linear(paint, way))
        canvas.shade(shape, canvas.slope(shape, 50, 0.75), dark, 0.85)


def _bowl(canvas: Canvas) -> None:
    whole = [(296, 660), (728, 660), (722, 744), (676, 834), (604, 892), (512, 900), (420, 892), (348, 834), (302, 744)]
    bowl = canvas.polygon([whole[0], *smooth(whole[1:], closed=False)])
    canvas.shadow(bowl, "#0a3a42", 20, (14, 8), 0.35)
    canvas.fill(bowl, Linear(("#fffaf0", "#f4e4d0", "#c9a993"), 25))
    for top, bottom, colour in ((712, 726, "#24508a"), (736, 742, "#24508a"), (838, 846, "#24508a")):
        canvas.fill(both(bowl, canvas.box(200, top, 800, bottom)), colour, 0.9)
    for place in range(-4, 5):
        middle = 512 + place * 56 - place * abs(place) * 2.0
        diamond = canvas.polygon([(middle, 752), (middle + 22, 790), (middle, 828), (middle - 22, 790)])
        hole = canvas.polygon([(middle, 774), (middle + 9, 790), (middle, 806), (middle - 9, 790)])
        canvas.fill(both(bowl, without(diamond, hole)), "#2f64a6", 0.9)
    canvas.shade(bowl, canvas.slope(bowl, 15, 0.9), "#7a4a52", 0.6)
    canvas.fill(canvas.box(284, 648, 740, 676, round_by=14), Linear(("#ffffff", "#f2dfca", "#cdae98"), 0))
