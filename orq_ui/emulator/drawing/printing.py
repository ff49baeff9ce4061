"""Filters of ink and plate: duotones, halftones, two-ink prints, engravings, linocuts."""

from __future__ import annotations

from random import Random
from typing import Literal

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import Ramp, contrast, grade, gradient_map, gray, print_ink, solid
from orq_ui.emulator.drawing.geometry import enlarge, shift, shrink
from orq_ui.emulator.drawing.painting import contours
from orq_ui.emulator.drawing.textures import clouds, halftone_plate, noise, paper, screen

Grain = Literal["dots", "lines", "noise"]


def duotone(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Print the ramp alone, with the grain of film."""
    brightness = contrast(gray(image), 1.1)
    grain = Image.blend(Image.new("L", image.size, 128), noise(image.width, rng, 2), 0.16)
    return gradient_map(ImageChops.soft_light(brightness, grain), ramp)


def halftone(image: Image.Image, rng: Random, ramp: Ramp, *, cells: int = 72) -> Image.Image:
    """Print three inks, each in its own lattice of dots, as in an old comic."""
    side = image.width
    vivid = grade(ImageEnhance.Color(image).enhance(1.7), ramp, 0.25)
    channels = [
        halftone_plate(contrast(channel, 1.25, 118), screen(side, side / cells, angle), 5)
        for channel, angle in zip(vivid.split(), (15, 75, 0), strict=True)
    ]
    return ImageChops.multiply(Image.merge("RGB", channels), solid(image, ramp[-1]))


def risograph(
    image: Image.Image, rng: Random, ramp: Ramp, *, cells: int = 90, grain: Grain = "dots", slip: float = 1
) -> Image.Image:
    """Print two inks one over the other, a little out of register. The ramp is ink, ink, paper."""
    side = image.width
    dark, light = gray(image), gray(image.getchannel("R"))
    if grain == "noise":
        first = contrast(ImageChops.add(dark, noise(side, rng, 2), 2), 5, 118)
        second = contrast(ImageChops.add(light, noise(side, rng, 3), 2), 4, 140)
    else:
        first = halftone_plate(contrast(dark, 1.5, 150), screen(side, side / cells, 45, grain), 4)
        second = halftone_plate(contrast(light, 1.3, 105), screen(side, side / cells * 1.2, 75, grain), 4)
    moved = round(side / 110 * slip)
    second = shift(second, moved, -moved // 2)
    worn = ImageOps.invert(contrast(Image.blend(clouds(side, rng), noise(side, rng, 2), 0.5), 1.4, 60))
    sheet = solid(image, ramp[-1])
    for ink, plate in ((ramp[1], second), (ramp[0], first)):
        sheet = print_ink(sheet, ImageChops.lighter(plate, worn), ink)
    return sheet


def engraving(image: Image.Image, rng: Random, ramp: Ramp, *, rows: int = 100, angle: float = 20) -> Image.Image:
    """Engrave fine lines that swell in the shadows, crossed where it is darkest."""
    side = image.width
    brightness = gray(image.filter(ImageFilter.GaussianBlur(side / 400)))
    plate = halftone_plate(contrast(brightness, 1.2, 115), screen(side, side / rows, angle, "lines"), 6)
    crossed = halftone_plate(contrast(brightness, 1.5, 60), screen(side, side / rows, angle + 70, "lines"), 6)
    plate = ImageChops.multiply(ImageChops.multiply(plate, crossed), contours(image, side / 380, 6))
    return paper(gradient_map(plate, (ramp[0], ramp[-1])), rng, 0.1)


def linocut(
    image: Image.Image, rng: Random, ramp: Ramp, *, rows: int = 64, angle: float = 30, cut: float = 110
) -> Image.Image:
    """Cut bold shapes, the half-tones as tapering strokes, the ink a little uneven. The ramp is ink, tint, paper."""
    side = image.width
    half = side // 2
    halved = shrink(image, 2)
    small = gray(halved).filter(ImageFilter.MedianFilter(5))
    drift = noise(half, rng, max(2, half // 24))
    carved = ImageChops.add(screen(half, half / rows, angle, "lines"), contrast(drift, 0.35), 1, -128)
    # Strokes only between the two limits: above it is paper, below it is ink.
    strokes = contrast(ImageChops.add(small, carved, 2), 6, (cut + 128) / 2)
    plate = ImageChops.lighter(strokes, contrast(small, 6, cut + 55))
    plate = ImageChops.darker(plate, contrast(small, 6, cut - 55))
    rim = ImageOps.invert(contours(halved, half / 150, 8))
    # A white cut along the dark side of each contour, and ink along its light side, keep shapes apart.
    plate = ImageChops.multiply(plate, contours(ImageOps.invert(small), half / 200, 7))
    plate = enlarge(ImageChops.lighter(plate, rim), side)
    worn = contrast(noise(side, rng, 2), 1.5, -70)
    plate = ImageChops.lighter(contrast(plate, 2.4), ImageOps.invert(worn))
    sheet = solid(image, ramp[-1])
    if len(ramp) > 2:
        area = contrast(small.filter(ImageFilter.GaussianBlur(side / 250)), 9, cut + 50)
        sheet = gradient_map(enlarge(area, side), (ramp[1], ramp[-1]))
    return paper(print_ink(sheet, plate, ramp[0]), rng, 0.12)
