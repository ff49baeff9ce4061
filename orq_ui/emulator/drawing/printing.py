"""Ink and plate: halftones, two-ink prints, engravings, linocuts, duotones."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import Ramp, contrast, grade, gray, rgb, tone
from orq_ui.emulator.drawing.painting import edges
from orq_ui.emulator.drawing.textures import clouds, dots, lines, noise, paper, screened, slid


def duotone(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """The ramp alone, with the grain of film."""
    brightness = contrast(gray(image), 1.1)
    grain = Image.blend(Image.new("L", image.size, 128), noise(image.width, rng, 2), 0.16)
    return tone(ImageChops.soft_light(brightness, grain), ramp)


def halftone(image: Image.Image, rng: Random, ramp: Ramp, *, cells: int = 72) -> Image.Image:
    """Three inks, each in its own lattice of dots, as in an old comic."""
    side = image.width
    vivid = grade(ImageEnhance.Color(image).enhance(1.7), ramp, 0.25)
    angles = (15, 75, 0)
    channels = [
        screened(contrast(channel, 1.25, 118), dots(side, side / cells, angle), 5)
        for channel, angle in zip(vivid.split(), angles, strict=True)
    ]
    return ImageChops.multiply(Image.merge("RGB", channels), Image.new("RGB", image.size, rgb(ramp[-1])))


def two_inks(
    image: Image.Image, rng: Random, ramp: Ramp, *, cells: int = 90, screen: str = "dots", slip: float = 1
) -> Image.Image:
    """Two inks printed one over the other, a little out of register, with grain. The ramp is ink, ink, paper."""
    side = image.width
    dark, light = gray(image), gray(image.getchannel("R"))
    make = dots if screen == "dots" else lines
    first = screened(contrast(dark, 1.5, 150), make(side, side / cells, 45), 4)
    second = screened(contrast(light, 1.3, 105), make(side, side / cells * 1.2, 75), 4)
    if screen == "grain":
        first = contrast(ImageChops.add(dark, noise(side, rng, 2), 2), 5, 118)
        second = contrast(ImageChops.add(light, noise(side, rng, 3), 2), 4, 140)
    shift = round(side / 110 * slip)
    second = slid(second, shift, -shift // 2)
    worn = contrast(Image.blend(clouds(side, rng), noise(side, rng, 2), 0.5), 1.4, 60)
    sheet = Image.new("RGB", image.size, rgb(ramp[-1]))
    for ink, plate in ((ramp[1], second), (ramp[0], first)):
        plate = ImageChops.lighter(plate, ImageOps.invert(worn))
        sheet = ImageChops.multiply(sheet, tone(plate, (ink, "#ffffff")))
    return sheet


def engraving(image: Image.Image, rng: Random, ramp: Ramp, *, rows: int = 100, angle: float = 20) -> Image.Image:
    """Fine lines that swell in the shadows, crossed where it is darkest."""
    side = image.width
    brightness = gray(image.filter(ImageFilter.GaussianBlur(side / 400)))
    plate = screened(contrast(brightness, 1.2, 115), lines(side, side / rows, angle), 6)
    crossed = screened(contrast(brightness, 1.5, 60), lines(side, side / rows, angle + 70), 6)
    plate = ImageChops.multiply(ImageChops.multiply(plate, crossed), edges(image, side / 380, 6))
    return paper(tone(plate, (ramp[0], ramp[-1])), rng, 0.1)


def linocut(
    image: Image.Image, rng: Random, ramp: Ramp, *, rows: int = 64, angle: float = 30, cut: float = 110
) -> Image.Image:
    """Bold shapes, the half-tones carved as tapering strokes, the ink a little uneven. The ramp is ink, tint, paper."""
    side = image.width
    half = side // 2
    small = gray(image.resize((half, half), Image.Resampling.BOX)).filter(ImageFilter.MedianFilter(5))
    drift = noise(half, rng, max(2, half // 24))
    carved = ImageChops.add(lines(half, half / rows, angle), contrast(drift, 0.35), 1, -128)
    # Strokes only between the two limits: above it is paper, below it is ink.
    strokes = contrast(ImageChops.add(small, carved, 2), 6, (cut + 128) / 2)
    plate = ImageChops.lighter(strokes, contrast(small, 6, cut + 55))
    plate = ImageChops.darker(plate, contrast(small, 6, cut - 55))
    rim = ImageOps.invert(edges(image.resize((half, half), Image.Resampling.BOX), half / 150, 8))
    # A white cut along the dark side of each contour, and ink along its light side, keep shapes apart.
    plate = ImageChops.multiply(plate, edges(ImageOps.invert(small), half / 200, 7))
    plate = ImageChops.lighter(plate, rim).resize((side, side), Image.Resampling.BICUBIC)
    worn = contrast(noise(side, rng, 2), 1.5, -70)
    plate = ImageChops.lighter(contrast(plate, 2.4), ImageOps.invert(worn))
    sheet = Image.new("RGB", image.size, rgb(ramp[-1]))
    if len(ramp) > 2:
        area = contrast(small.filter(ImageFilter.GaussianBlur(side / 250)), 9, cut + 50)
        sheet = tone(area.resize((side, side), Image.Resampling.BICUBIC), (ramp[1], ramp[-1]))
    return paper(ImageChops.multiply(sheet, tone(plate, (ramp[0], "#ffffff"))), rng, 0.12)
