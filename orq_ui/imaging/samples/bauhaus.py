"""An abstract composition: circles, arcs and bars cut from coloured paper."""

from __future__ import annotations

from PIL import Image

from orq_ui.imaging.samples.canvas import Canvas, Mask, both, without
from orq_ui.imaging.samples.paint import Linear, Paint, mixed

_INK, _RED, _BLUE, _GOLD = "#1f2230", "#e0452f", "#1f5fa8", "#f4b233"
_TEAL, _ROSE, _PAPER = "#2a9186", "#f2a79b", "#f4e9d6"


def bauhaus() -> Image.Image:
    """1024×1024, RGB."""
    canvas = Canvas(1024, 1024, Linear(("#f8efdf", "#efe0c6"), 60), seed=71)
    for left, top, right, bottom, colour in (
        (64, 64, 520, 520, _BLUE),
        (520, 64, 960, 292, _ROSE),
        (520, 292, 740, 520, _INK),
        (64, 520, 292, 960, _GOLD),
        (740, 292, 960, 740, _TEAL),
        (292, 740, 520, 960, _INK),
        (740, 740, 960, 960, _RED),
    ):
        _cut(canvas, canvas.box(left, top, right, bottom), colour, high=4)
    _moon(canvas)
    _arcs(canvas)
    _bars(canvas)
    _details(canvas)
    return canvas.finished(0.06)


def _moon(canvas: Canvas) -> None:
    field = canvas.box(64, 64, 520, 520)
    ring = without(canvas.ellipse(292, 292, 196), canvas.ellipse(292, 292, 168))
    _cut(canvas, ring, _PAPER, high=6)
    _cut(canvas, both(canvas.ellipse(292, 292, 140), field), _GOLD, high=14)
    _cut(canvas, both(canvas.ellipse(292, 292, 140), canvas.box(292, 64, 520, 520)), _RED, high=3)
    _cut(canvas, canvas.ellipse(292, 292, 52), _INK, high=10)


def _arcs(canvas: Canvas) -> None:
    for place, colour in enumerate((_INK, _PAPER, _RED, _PAPER, _GOLD)):
        whole = canvas.ellipse(740, 292, 208 - place * 40)
        _cut(canvas, both(whole, canvas.box(520, 64, 960, 292)), colour, high=7)
    quarter = both(canvas.ellipse(520, 740, 228), canvas.box(292, 512, 520, 740))
    _cut(canvas, quarter, _RED, high=8)
    inner = both(canvas.ellipse(520, 740, 120), canvas.box(292, 512, 520, 740))
    _cut(canvas, inner, _PAPER, high=8)
    leaf = both(canvas.ellipse(520, 740, 220), canvas.ellipse(740, 520, 220))
    _cut(canvas, leaf, _BLUE, high=12)
    half = both(canvas.ellipse(740, 516, 170), canvas.box(740, 292, 1024, 800))
    _cut(canvas, half, _GOLD, high=10)
    _cut(canvas, both(canvas.ellipse(740, 516, 92), canvas.box(740, 292, 1024, 800)), _INK, high=8)
    pie = both(canvas.ellipse(292, 960, 200), canvas.box(292, 740, 520, 960))
    _cut(canvas, pie, _ROSE, high=8)
    _cut(canvas, both(canvas.ellipse(292, 960, 96), canvas.box(292, 740, 520, 960)), _BLUE, high=8)


def _bars(canvas: Canvas) -> None:
    for place in range(5):
        x = 536 + place * 42
        _cut(canvas, canvas.box(x, 318, x + 20, 494, round_by=10), _PAPER if place % 2 else _GOLD, high=6)
    for place in range(6):
        y = 764 + place * 33
        _cut(canvas, canvas.box(540, y, 720, y + 14), _INK if place % 2 else _TEAL, high=4)
    _cut(canvas, canvas.polygon([(64, 960), (178, 730), (292, 960)]), _INK, high=10)
    _cut(canvas, canvas.polygon([(64, 960), (178, 730), (178, 960)]), _RED, high=2)
    _cut(canvas, canvas.ellipse(178, 630, 74), _PAPER, high=12)
    _cut(canvas, both(canvas.ellipse(178, 630, 74), canvas.box(64, 520, 292, 630)), _TEAL, high=2)


def _details(canvas: Canvas) -> None:
    dots = [
        (774 + column * 50, 774 + row * 50, 13) for column in range(4) for row in range(4) if {column, row} & {0, 3}
    ]
    _cut(canvas, canvas.dots(dots), _PAPER, high=4)
    _cut(canvas, canvas.ellipse(849, 849, 46), _GOLD, high=10)
    long_bar = canvas.polygon([(196, 1000), (872, 330), (884, 342), (208, 1012)])
    _cut(canvas, long_bar, _INK, high=14)
    _cut(canvas, canvas.ellipse(878, 336, 30), _RED, high=12)
    _cut(canvas, canvas.ellipse(202, 1006, 12), _INK, high=6)


def _cut(canvas: Canvas, mask: Mask, colour: str, *, high: float) -> None:
    """Lay a piece of paper; ``high`` is how far it lies above what is under it, in pixels."""
    canvas.shadow(mask, "#2a1512", high, (high * 0.7, high), 0.38)
    paint: Paint = Linear((mixed(colour, "#ffffff", 0.1), colour, mixed(colour, "#000000", 0.08)), 60)
    canvas.fill(mask, paint)
    canvas.shade(mask, canvas.slope(mask, 55, 0.55), mixed(colour, "#1a0d14", 0.55), 0.55)
