"""A fox's face, cut out like a sticker."""

from __future__ import annotations

from PIL import Image

from orq_ui.imaging.samples.canvas import Canvas, both, either
from orq_ui.imaging.samples.curves import Point, mirrored, smooth
from orq_ui.imaging.samples.paint import Linear

_MIDDLE = 512.0
_HEAD: list[Point] = [(512, 330), (640, 344), (752, 420), (842, 560), (872, 640), (780, 690), (690, 770), (590, 866)]
_EAR: list[Point] = [(560, 372), (640, 220), (742, 112), (800, 98), (834, 190), (838, 330), (812, 520), (700, 480)]
_INNER_EAR: list[Point] = [(652, 380), (690, 280), (768, 188), (790, 268), (786, 420), (730, 440)]
_CHEEK: list[Point] = [(512, 876), (560, 776), (600, 690), (690, 640), (790, 630), (880, 640), (786, 700), (690, 790)]
_BLAZE: list[Point] = [(512, 356), (556, 440), (566, 560), (606, 680), (596, 800), (512, 884)]


def fox() -> Image.Image:
    """1024×1024, RGBA, transparent around the fox."""
    canvas = Canvas(1024, 1024, "#ffffff", seed=51)
    head = canvas.polygon(_whole(_HEAD, bottom=(512, 896)))
    ears = either(*_pair(canvas, _EAR))
    ruff = either(*(canvas.polygon(points) for points in _tufts()))
    outline = canvas.outline(either(head, ears, ruff), 26)
    _ears(canvas)
    _head(canvas, ruff, head)
    _eyes(canvas)
    _nose(canvas)
    picture = canvas.finished(0.04)
    picture.putalpha(outline.resize(picture.size, Image.Resampling.LANCZOS))
    return picture


def _ears(canvas: Canvas) -> None:
    for ear, inner, way in zip(_pair(canvas, _EAR), _pair(canvas, _INNER_EAR), (110, 70), strict=True):
        canvas.fill(ear, Linear(("#3a1e2b", "#7b2f2c", "#e2622c", "#f0803a"), way))
        canvas.shade(ear, canvas.slope(ear, 270, 0.7), "#20121f", 0.8)
        canvas.fill(inner, Linear(("#5d2a35", "#f2a98b", "#ffd9c0"), 90))
        canvas.shade(inner, canvas.slope(inner, 250, 0.8), "#54202f", 0.8)


def _head(canvas: Canvas, ruff: Image.Image, head: Image.Image) -> None:
    canvas.fill(ruff, Linear(("#f08a3c", "#fff0df", "#ffffff")))
    canvas.shadow(head, "#7a2a1c", 14, (0, -10), 0.5)
    canvas.fill(head, Linear(("#ff9f4a", "#f47a32", "#e2562a")))
    canvas.shade(head, canvas.slope(head, 0, 0.55), "#b93421", 0.7)
    canvas.shade(head, canvas.slope(head, 180, 0.55), "#b93421", 0.45)
    for cheek in _pair(canvas, _CHEEK):
        white = both(cheek, either(head, ruff))
        canvas.shadow(white, "#a5331f", 10, (0, -8), 0.4)
        canvas.fill(white, Linear(("#fff7ec", "#ffe6d0")))
        canvas.shade(white, canvas.slope(white, 90, 0.6), "#e7b596", 0.7)
    canvas.fill(both(head, canvas.ellipse(512, 900, 250, 112)), Linear(("#ffe9d6", "#fff7ec")))
    blaze = both(canvas.polygon(_whole(_BLAZE, bottom=(512, 890))), head)
    canvas.shadow(blaze, "#a5331f", 9, (0, -2), 0.4)
    canvas.fill(blaze, Linear(("#ffb566", "#ff9d52", "#ffd6ab", "#fff7ec", "#fff3e4")))


def _eyes(canvas: Canvas) -> None:
    lid: list[Point] = [(604, 606), (634, 560), (684, 540), (734, 556), (722, 604), (670, 632)]
    for eye, x, side in zip(_pair(canvas, lid), (672, 352), (1, -1), strict=True):
        canvas.shadow(eye, "#7a2a1c", 10, (0, -6), 0.6)
        canvas.fill(eye, "#2a1420")
        iris = both(eye, canvas.ellipse(x, 588, 43))
        canvas.fill(iris, Linear(("#7a4a10", "#f2b63a", "#ffe28a")))
        canvas.fill(both(eye, canvas.ellipse(x, 588, 24, 31)), "#180a14")
        canvas.fill(canvas.ellipse(x - 12, 574, 11), "#ffffff")
        canvas.fill(canvas.ellipse(x + 12, 602, 4), "#ffffff", 0.8)
        brow = smooth(
            [(_MIDDLE + side * 100, 556), (_MIDDLE + side * 150, 520), (_MIDDLE + side * 210, 522)], closed=False
        )
        canvas.fill(canvas.stroke(brow, 12), "#ffd9a8", 0.85)


def _nose(canvas: Canvas) -> None:
    nose = canvas.polygon(
        smooth([(512, 776), (560, 782), (570, 806), (536, 838), (512, 848), (488, 838), (454, 806), (464, 782)])
    )
    canvas.shadow(nose, "#a5664a", 12, (0, 10), 0.6)
    canvas.fill(nose, Linear(("#5c3a48", "#2a1420", "#180a14")))
    canvas.fill(canvas.soft(canvas.ellipse(500, 794, 22, 8), 4), "#ffffff", 0.75)
    canvas.fill(canvas.stroke([(512, 846), (512, 866)], 5), "#2a1420")
    for side in (-1, 1):
        smile = smooth([(512, 866), (512 + side * 22, 876), (512 + side * 46, 862)], closed=False)
        canvas.fill(canvas.stroke(smile, 5), "#2a1420")
        for row in range(3):
            canvas.fill(canvas.ellipse(512 + side * (80 + 20 * row), 770 + 14 * (row % 2), 3.4), "#b98a70")


def _whole(right: list[Point], bottom: Point) -> list[Point]:
    """A closed outline from its right half, the top point first."""
    return smooth([*right, bottom, *reversed(mirrored(right[1:], _MIDDLE))])


def _pair(canvas: Canvas, right: list[Point]) -> list[Image.Image]:
    return [canvas.polygon(smooth(points)) for points in (right, mirrored(right, _MIDDLE))]


def _tufts() -> list[list[Point]]:
    right: list[Point] = [
        (600, 560),
        (800, 560),
        (918, 628),
        (856, 668),
        (892, 722),
        (808, 736),
        (822, 796),
        (720, 788),
    ]
    right += [(600, 880), (512, 900)]
    return [right, mirrored(right, _MIDDLE)]
