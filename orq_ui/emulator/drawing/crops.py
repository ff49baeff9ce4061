"""Crops: the part of the picture that a variation shows, mirrored, rotated or folded. The first step of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageFilter, ImageOps

GRID = 32
"""Places across and down in which the subject is looked for."""


@dataclass(frozen=True)
class Crop:
    """``zoom`` 1 is the largest square; ``x`` and ``y`` move it off the subject, 0.5 is none; ``angle`` in degrees."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5
    angle: float = 0.0
    mirror: bool = False
    folds: int = 0


CROPS = (
    Crop(),
    Crop(zoom=1.25, x=0.35, y=0.4, mirror=True),
    Crop(zoom=1.55, y=0.45),
    Crop(zoom=1.15, angle=9),
    Crop(zoom=1.35, x=0.7, y=0.55, mirror=True),
    Crop(zoom=1.1, folds=4),
    Crop(zoom=1.2, angle=-13, mirror=True),
    Crop(zoom=1.75, x=0.55, y=0.45),
    Crop(zoom=1.4, x=0.45, folds=2),
    Crop(zoom=1.3, x=0.6, y=0.6, angle=22),
)


def find_subject(image: Image.Image) -> tuple[float, float]:
    """Return where most happens, as shares of width and height: the liveliest part's middle, drawn to the centre."""
    small = image.convert("L").resize((GRID + 2, GRID + 2), Image.Resampling.BOX).filter(ImageFilter.FIND_EDGES)
    # The filter leaves the outermost pixels as they were.
    lively = small.crop((1, 1, GRID + 1, GRID + 1)).filter(ImageFilter.GaussianBlur(GRID / 9)).tobytes()
    place = max(range(len(lively)), key=lively.__getitem__)
    x, y = place % GRID / (GRID - 1), place // GRID / (GRID - 1)
    return 0.5 + (x - 0.5) * 0.75, 0.5 + (y - 0.5) * 0.5


def apply_crop(image: Image.Image, subject: tuple[float, float], crop: Crop, side: int, rng: Random) -> Image.Image:
    """Return the square that a crop shows, slightly moved by the random source so that seeds differ."""
    angle = math.radians(crop.angle + rng.uniform(-2.5, 2.5))
    # A rotated square needs this much more room, so that no corner looks past the picture's edge.
    room = abs(math.cos(angle)) + abs(math.sin(angle))
    seen = min(image.size) / (max(1.0, crop.zoom * rng.uniform(0.96, 1.08)) * room)
    half = seen * room / 2
    x = _inside(half, image.width, subject[0] + (crop.x - 0.5 + rng.uniform(-0.08, 0.08)) * seen / image.width)
    y = _inside(half, image.height, subject[1] + (crop.y - 0.5 + rng.uniform(-0.08, 0.08)) * seen / image.height)
    a, b = seen / side * math.cos(angle), seen / side * math.sin(angle)
    matrix = (a, b, x - (a + b) * side / 2, -b, a, y - (a - b) * side / 2)
    square = image.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    # Two folds repeat the left half, so the subject is mirrored to it.
    subject_is_right = subject[0] * image.width > x
    if crop.mirror or (crop.folds == 2 and subject_is_right):
        square = ImageOps.mirror(square)
    return _folded(square, crop.folds)


def _folded(image: Image.Image, folds: int) -> Image.Image:
    """Mirror the left half (2 folds), or a wedge into all eight sides (4)."""
    side = image.width
    half = side // 2
    if folds == 4:
        # The middle of the picture is what it is about, so the wedge is taken there.
        quarter = image.crop((side // 4, side // 4, side // 4 + half, side // 4 + half))
        quarter = Image.composite(quarter, quarter.transpose(Image.Transpose.TRANSPOSE), _diagonal(half))
        top = Image.new("RGB", (side, half))
        top.paste(quarter, (0, 0))
        top.paste(ImageOps.mirror(quarter), (half, 0))
        image = Image.new("RGB", image.size)
        image.paste(top, (0, 0))
        image.paste(ImageOps.flip(top), (0, half))
    elif folds == 2:
        image = image.copy()
        image.paste(ImageOps.mirror(image.crop((0, 0, half, side))), (half, 0))
    return image


def _diagonal(side: int) -> Image.Image:
    """Return white above the diagonal, with a soft edge: the difference of two gradients, sharpened."""
    ramp = Image.linear_gradient("L").resize((side, side))
    across = ramp.transpose(Image.Transpose.ROTATE_90)
    return ImageChops.add(ramp, ImageOps.invert(across), scale=2).point([0] * 127 + [128] + [255] * 128)


def _inside(half: float, length: int, share: float) -> float:
    """Return the nearest place at which the square does not look past the picture's edge."""
    return min(length - half, max(half, share * length))
