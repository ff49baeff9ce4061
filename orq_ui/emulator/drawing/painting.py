"""Brushes: oil, watercolour, gouache, pastel, ink. Each keeps the forms of the picture that it paints."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from orq_ui.emulator.drawing.color import Array, colour_of
from orq_ui.emulator.drawing.flow import accented, areas, contours, directions, displaced, relief, smeared, strokes
from orq_ui.emulator.drawing.light import shaded
from orq_ui.emulator.drawing.surface import (
    at_most,
    blurred,
    canvas,
    clouds,
    enlarged,
    gray,
    noise,
    paper,
    resized,
    slope,
    soft,
    step,
    to_array,
    to_image,
)

WORK = 576
"""Pixels a side at which colour is brushed; bristles and paper are at full size."""


def oil(
    image: Image.Image, rng: Random, *, brush: float = 1.0, impasto: float = 1.0, broken: float = 1.0
) -> Image.Image:
    """Paint with a loaded brush along the forms; ``broken`` is how much the colours of neighbouring strokes differ."""
    side = image.width
    small = at_most(image, WORK)
    unit = small.width / 512 * brush
    along = directions(small, rest=rng.uniform(-30, 30))
    dabs = areas(small, max(1, round(3 * unit)))
    colours = to_array(accented(to_image(smeared(to_array(dabs), along, 9 * unit, rng)), small, 0.26))
    bristles = strokes(along, max(1.6, 2.6 * unit), 15 * unit, rng)
    tones = strokes(along, max(2.0, 6 * unit), 22 * unit, rng) - np.float32(0.5)
    warm = np.array([0.55, 0.1, -0.5], np.float32)
    colours = colours + (tones * np.float32(0.09 * broken))[..., None] * (1 + warm)
    height = bristles + gray(dabs) * np.float32(0.6)
    lit = slope(height, -130 + rng.uniform(-15, 15)) * np.float32(0.34 * impasto) * np.float32(small.width / 512) ** 0.5
    painted = enlarged(to_image(colours * (1 - lit[..., None]) + np.clip(-lit, 0, 1)[..., None] * 0.16), side)
    weave = Image.fromarray(np.uint8(128 + canvas(side) * 26 * min(1.0, side / 512)))
    return ImageChops.soft_light(painted, weave.convert("RGB"))


def watercolour(
    image: Image.Image, rng: Random, *, wet: float = 1.0, line: float = 0.0, ink: str = "#2b2f45", pale: float = 0.26
) -> Image.Image:
    """Lay transparent washes on rough paper: pigment gathers at the edges, granulates, and bleeds where it is wet."""
    side = image.width
    small = at_most(image, WORK)
    unit = small.width / 512
    base = displaced(accented(areas(small, max(1, round(4 * unit))), small), 3.2 * unit * wet**0.5, rng)
    base = ImageEnhance.Color(base).enhance(1.3)
    flooded = blurred(base, 9 * unit * wet)
    pools = step(clouds(small.width, rng, 5), 0.68 - 0.1 * wet, 5) * np.float32(min(0.55, 0.45 * wet))
    base = Image.composite(flooded, base, to_image(pools))
    wash = 1 - (1 - to_array(base)) * np.float32(1 - pale)
    edges = relief(base, 1.3 * unit + 0.3)
    density = 1 + edges * np.float32(1.1) + (clouds(small.width, rng, 6) - np.float32(0.5)) * np.float32(0.62)
    density = density + (noise(small.width, rng, 70) - np.float32(0.5)) * np.float32(0.22)
    # Bousseau et al., 2006: more pigment darkens a colour without making it gray.
    wash = wash - (wash - wash * wash) * (density - 1)[..., None]
    painted = to_array(enlarged(to_image(wash), side))
    tooth = paper(side, rng, 1.0)
    grains = 1 + tooth * np.float32(0.34)
    painted = painted - (painted - painted * painted) * (grains - 1)[..., None]
    sheet = to_image(painted * colour_of("#fdfaf3") * (1 + slope(tooth, -135) * np.float32(0.05))[..., None])
    if line:
        sheet = inked(sheet, image, rng, ink, line)
    return sheet


def inked(
    sheet: Image.Image, image: Image.Image, rng: Random, ink: str, strength: float, width: float = 1.0
) -> Image.Image:
    """Draw the picture's contours over a sheet with a pen."""
    small = at_most(image, 768)
    lines = contours(gray(small), directions(small), max(0.9, small.width / 430 * width), rng)
    drawn = enlarged(to_image(step(lines, 0.42, 2.6) * np.float32(strength)), sheet.width)
    return Image.composite(Image.new("RGB", sheet.size, ink), sheet, drawn)


def gouache(
    image: Image.Image, rng: Random, *, colours: int = 26, size: float = 1.0, cut: float = 0.0, dry: float = 0.35
) -> Image.Image:
    """Fill even shapes with opaque colour, dry brush in them; ``cut`` lifts them like paper, with a soft shadow."""
    side = image.width
    small = at_most(image, 400)
    unit = small.width / 256
    base = areas(areas(small, max(1, round(1.5 * unit * size))), max(1, round(unit * size)))
    palette = base.resize((72, 72), Image.Resampling.NEAREST).quantize(colours, Image.Quantize.MEDIANCUT, kmeans=2)
    base = accented(base, small)
    smooth = enlarged(base, min(side, 640)).filter(ImageFilter.GaussianBlur(min(side, 640) / 500 * size))
    indexed = smooth.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
    flat = enlarged(indexed.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.GaussianBlur(0.6)), side)
    if cut:
        light = soft(gray(flat), side / 150)
        fall = max(1, side // 130)
        ahead = np.roll(light, (fall, fall), axis=(0, 1))
        ahead[:fall], ahead[:, :fall] = light[:fall], light[:, :fall]
        shadow = 1 - np.clip((ahead - light) * np.float32(2.2), 0, 0.5) * np.float32(cut)
        flat = shaded(flat, soft(shadow, side / 300))
    along = directions(at_most(image, WORK), rest=rng.uniform(-40, 40))
    tones = resized(strokes(along, 2.2, 26 * along[0].shape[0] / 512, rng), side) - np.float32(0.5)
    values = to_array(flat) * (1 + tones * np.float32(0.11 * dry))[..., None]
    return to_image(values * (1 + paper(side, rng) * np.float32(0.1))[..., None])


def pastel(image: Image.Image, rng: Random, *, ground: str = "#d9cbb4", cover: float = 0.62) -> Image.Image:
    """Rub chalk over tinted paper, whose tooth shows between the strokes."""
    side = image.width
    small = at_most(image, WORK)
    unit = small.width / 512
    along = directions(small, rest=rng.uniform(30, 60))
    colours = to_array(areas(small, max(1, round(3 * unit))))
    tones = strokes(along, max(1.5, 3 * unit), 14 * unit, rng)
    colours = np.clip(colours * (0.92 + 0.22 * tones)[..., None] + np.float32(0.03), 0, 1)
    pressed = resized(strokes(along, max(1.2, 2.0 * unit), 10 * unit, rng), side)
    tooth = noise(side, rng, round(side / 1.8))
    chalk = step(pressed * np.float32(0.6) + tooth * np.float32(0.5), 1.02 - cover, 4)
    # Rubbed in with a finger first, so that the bare paper is never white noise.
    rubbed = Image.blend(Image.new("RGB", image.size, ground), enlarged(to_image(colours), side), 0.62)
    sheet = Image.composite(enlarged(to_image(colours), side), rubbed, to_image(chalk))
    return inked(sheet, image, rng, "#3a3038", 0.45, 1.4)


def pencil(image: Image.Image, rng: Random, *, lead: str = "#2d2a32", tint: float = 0.0) -> Image.Image:
    """Draw contours and hatch the shade; ``tint`` washes the picture's colours over it."""
    side = image.width
    small = at_most(image, 768)
    unit = small.width / 512
    light = np.clip(soft(gray(small), 1.2 * unit) * np.float32(1.08), 0, 1)
    hatched = np.ones_like(light)
    for angle, dark in ((52.0, 0.78), (48.0, 0.5), (-35.0, 0.3)):
        turn = math.radians(angle + rng.uniform(-4, 4))
        along = (np.full_like(light, math.cos(turn)), np.full_like(light, math.sin(turn)))
        lines = strokes(along, max(1.3, 1.5 * unit), 16 * unit, rng)
        hatched = hatched * (1 - step(dark - light, 0.12, 3) * step(lines, 0.47, 4) * np.float32(0.42))
    drawn: Array = resized(hatched.astype(np.float32), side)
    sheet = to_array(Image.new("RGB", image.size, "#f8f4ea")) * (1 + paper(side, rng) * np.float32(0.06))[..., None]
    if tint:
        wash = 1 - (1 - to_array(blurred(areas(at_most(image, 384), 3), 1.5).resize(image.size))) * np.float32(tint)
        sheet = sheet * wash
    shade = 1 - (1 - drawn)[..., None] * (1 - colour_of(lead))
    return inked(to_image(sheet * shade), image, rng, lead, 0.9, 0.9)
