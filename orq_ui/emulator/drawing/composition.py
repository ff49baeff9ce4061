"""Where the picture is looked at from: crop, mirror, turn, symmetry. The first step of every variation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageFilter, ImageOps

SPOTS = 32
"""The subject is looked for in so many places across."""


@dataclass(frozen=True)
class View:
    """``zoom`` 1 is the largest square; ``x`` and ``y`` move it off the subject, 0.5 is none; ``angle`` in degrees."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5
    angle: float = 0.0
    mirror: bool = False
    folds: int = 0


VIEWS = (
    View(),
    View(zoom=1.25, x=0.35, y=0.4, mirror=True),
    View(zoom=1.55, y=0.45),
    View(zoom=1.15, angle=9),
    View(zoom=1.35, x=0.7, y=0.55, mirror=True),
    View(zoom=1.1, folds=4),
    View(zoom=1.2, angle=-13, mirror=True),
    View(zoom=1.75, x=0.55, y=0.45),
    View(zoom=1.4, x=0.45, folds=2),
    View(zoom=1.3, x=0.6, y=0.6, angle=22),
)


def subject(base: Image.Image) -> tuple[float, float]:
    """Where most happens, as shares of width and height: the middle of the liveliest part, drawn to the centre."""
    small = base.convert("L").resize((SPOTS + 2, SPOTS + 2), Image.Resampling.BOX).filter(ImageFilter.FIND_EDGES)
    # The filter leaves the outermost pixels as they were.
    lively = small.crop((1, 1, SPOTS + 1, SPOTS + 1)).filter(ImageFilter.GaussianBlur(SPOTS / 9)).tobytes()
    place = max(range(len(lively)), key=lively.__getitem__)
    x, y = place % SPOTS / (SPOTS - 1), place // SPOTS / (SPOTS - 1)
    return 0.5 + (x - 0.5) * 0.75, 0.5 + (y - 0.5) * 0.5


def compose(base: Image.Image, focus: tuple[float, float], view: View, side: int, rng: Random) -> Image.Image:
    """The square that a view sees, slightly shaken by the random source so that seeds differ."""
    angle = view.angle + rng.uniform(-2.5, 2.5)
    turn = math.radians(angle)
    # A turned square needs this much more room, so that no corner looks past the picture's edge.
    room = abs(math.cos(turn)) + abs(math.sin(turn))
    seen = min(base.size) / (max(1.0, view.zoom * rng.uniform(0.96, 1.08)) * room)
    half = seen * room / 2
    x = _inside(half, base.width, focus[0] + (view.x - 0.5 + rng.uniform(-0.08, 0.08)) * seen / base.width)
    y = _inside(half, base.height, focus[1] + (view.y - 0.5 + rng.uniform(-0.08, 0.08)) * seen / base.height)
    a, b = seen / side * math.cos(turn), seen / side * math.sin(turn)
    matrix = (a, b, x - (a + b) * side / 2, -b, a, y - (a - b) * side / 2)
    image = base.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    # Two folds repeat the left half, so the subject is turned to it.
    subject_is_right = focus[0] * base.width > x
    if view.mirror or (view.folds == 2 and subject_is_right):
        image = ImageOps.mirror(image)
    return _folded(image, view.folds)


def _folded(image: Image.Image, folds: int) -> Image.Image:
    """Mirror the left half (2 folds), or a wedge into all eight sides (4)."""
    side = image.width
    if folds == 4:
        # The middle of the picture is what it is about, so the wedge is taken there.
        quarter = image.crop((side // 4, side // 4, side // 4 + side // 2, side // 4 + side // 2))
        quarter = Image.composite(quarter, quarter.transpose(Image.Transpose.TRANSPOSE), _diagonal(side // 2))
        top = _beside(quarter, side)
        image = Image.new("RGB", image.size)
        image.paste(top, (0, 0))
        image.paste(ImageOps.flip(top), (0, side // 2))
    elif folds == 2:
        image = image.copy()
        left = image.crop((0, 0, side // 2, side))
        image.paste(ImageOps.mirror(left), (side // 2, 0))
    return image


def _beside(quarter: Image.Image, side: int) -> Image.Image:
    top = Image.new("RGB", (side, side // 2))
    top.paste(quarter, (0, 0))
    top.paste(ImageOps.mirror(quarter), (side // 2, 0))
    return top


def _diagonal(side: int) -> Image.Image:
    """White above the diagonal, with a soft edge: the difference of two gradients, sharpened."""
    ramp = Image.linear_gradient("L").resize((side, side))
    across = ramp.transpose(Image.Transpose.ROTATE_90)
    return ImageChops.add(ramp, ImageOps.invert(across), scale=2).point([0] * 127 + [128] + [255] * 128)


def _inside(half: float, length: int, share: float) -> float:
    """The nearest place at which the square does not look past the picture's edge."""
    return min(length - half, max(half, share * length))
