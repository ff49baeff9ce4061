"""Smooth outlines from a few points."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
_STEPS = 14  # straight pieces between two given points


def smooth(points: Sequence[Point], *, closed: bool = True) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    pieces = count if closed else count - 1
    curve = []
    for piece in range(pieces):
        around = [_at(points, piece + offset, closed=closed) for offset in (-1, 0, 1, 2)]
        curve += [_between(around, step / _STEPS) for step in range(_STEPS)]
    return curve if closed else [*curve, points[-1]]


def blob(x: float, y: float, across: float, down: float, dents: Sequence[float]) -> list[Point]:
    """A rounded shape around a centre; dents are shares of its radius, clockwise from the top."""
    turn = 2 * math.pi / len(dents)
    return smooth(
        [
            (x + math.sin(turn * place) * across * dent, y - math.cos(turn * place) * down * dent)
            for place, dent in enumerate(dents)
        ]
    )


def moved(points: Sequence[Point], by: Point, *, scale: float = 1.0, degrees: float = 0.0) -> list[Point]:
    """The points scaled and turned around the origin, then moved."""
    cos, sin = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
    return [(x * cos - y * sin + by[0], x * sin + y * cos + by[1]) for x, y in points]


def mirrored(points: Sequence[Point], x: float) -> list[Point]:
    """The points seen in a mirror that stands at ``x``."""
    return [(2 * x - px, py) for px, py in points]


def ridge(width: float, base: float, height: float, seed: int, *, rough: float = 0.55, levels: int = 7) -> list[Point]:
    """A skyline of hills from left to right around ``base``, by halving the middle again and again."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not secrets
    line = [chance.uniform(-1, 1), chance.uniform(-1, 1)]
    reach = 1.0
    for _ in range(levels):
        middles = [(a + b) / 2 + chance.uniform(-reach, reach) * 0.5 for a, b in pairwise(line)]
        line = [value for pair in zip(line, middles, strict=False) for value in pair] + [line[-1]]
        reach *= rough
    return [(width * place / (len(line) - 1), base - height * value) for place, value in enumerate(line)]


def _at(points: Sequence[Point], place: int, *, closed: bool) -> Point:
    return points[place % len(points)] if closed else points[max(0, min(place, len(points) - 1))]


def _between(around: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = around
    return _spline(ax, bx, cx, dx, t), _spline(ay, by, cy, dy, t)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
