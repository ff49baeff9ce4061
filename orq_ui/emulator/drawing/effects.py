"""Filters of light and signal: neon, light leaks, glitches, pop-art panels, double exposures."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import Ramp, contrast, grade, gradient_map, gray
from orq_ui.emulator.drawing.geometry import enlarge, shrink
from orq_ui.emulator.drawing.painting import contours
from orq_ui.emulator.drawing.textures import clouds, screen, vignette


def neon(
    image: Image.Image, rng: Random, ramp: Ramp, *, width: float = 1, ground: float = 0.35, scan: float = 0
) -> Image.Image:
    """Draw contours as glowing tubes, their colour drifting over the picture, on a dark ground."""
    side = image.width
    tubes = ImageOps.invert(contours(image, side / 260 * width, 9))
    tubes = ImageChops.lighter(tubes, ImageOps.invert(contours(image, side / 110 * width, 7)).point(lambda v: v // 2))
    lit = ImageChops.multiply(gradient_map(clouds(side, rng), ramp[1:]), tubes.convert("RGB"))
    small = shrink(lit, 4)
    near, far = (small.filter(ImageFilter.GaussianBlur(side / share)) for share in (280, 70))
    glow = enlarge(ImageChops.add(near, ImageEnhance.Brightness(far).enhance(1.6)), side)
    dark = gradient_map(gray(image).point(lambda v: round(v * ground)), ramp)
    shown = ImageChops.screen(ImageChops.screen(dark, glow), lit)
    core = contrast(tubes, 3, 190)
    shown = ImageChops.screen(shown, gradient_map(core, ("#000000", "#b0b0b0")))
    return _scan_lines(shown, side / 128, scan) if scan else shown


def light_leak(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Add low sun from one side: a warm leak, lifted shadows, bloom."""
    side = image.width
    soft = shrink(image, 4).filter(ImageFilter.GaussianBlur(side / 80)).resize(image.size)
    bloom = ImageChops.screen(grade(image, ramp, 0.45), ImageEnhance.Brightness(soft).enhance(0.35))
    left, top = rng.choice((0, side)), rng.choice((side // 2, side))
    leak = vignette(side * 2, 0.0, 1.0).crop((left, top, left + side, top + side))
    return ImageChops.screen(bloom, gradient_map(leak, ("#000000", ramp[len(ramp) // 2], ramp[-1])))


def glitch(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Move the channels out of step and tear rows sideways."""
    side = image.width
    red, green, blue = grade(ImageEnhance.Contrast(image).enhance(1.2), ramp, 0.35).split()
    reach = side // 28
    torn = Image.merge("RGB", (ImageChops.offset(red, reach, 0), green, ImageChops.offset(blue, -reach, reach // 3)))
    for _ in range(14):
        top, height = rng.randrange(side), rng.randrange(side // 120 + 1, side // 20)
        band = torn.crop((0, top, side, min(side, top + height)))
        torn.paste(ImageChops.offset(band, rng.randint(-side // 12, side // 12), 0), (0, top))
    return _scan_lines(torn, side / 110, 0.35)


def pop_art(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Print the same plate four times, each in other colours."""
    half = image.width // 2
    small = contrast(gray(image.resize((half, half), Image.Resampling.LANCZOS)), 2.2)
    small = small.filter(ImageFilter.MedianFilter(3))
    orders = (ramp, ramp[::-1], (ramp[1], ramp[-1], ramp[0]), (ramp[0], ramp[2], ramp[-1], ramp[1]))
    sheet = Image.new("RGB", image.size)
    for place, order in enumerate(orders):
        sheet.paste(gradient_map(small, order), (place % 2 * half, place // 2 * half))
    return sheet


def double_exposure(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Expose the picture twice: once as it is, once as its larger mirror image in the ramp's light."""
    side = image.width
    big = enlarge(ImageOps.mirror(image), side * 2)
    left = rng.randrange(side // 4, side * 3 // 4)
    ghost = gradient_map(gray(big.crop((left, side // 2, left + side, side // 2 + side))), ramp)
    sharp = ImageEnhance.Contrast(grade(image, ramp, 0.2)).enhance(1.1)
    return ImageChops.soft_light(Image.blend(sharp, ImageChops.screen(sharp, ghost), 0.6), ghost)


def _scan_lines(image: Image.Image, pitch: float, strength: float) -> Image.Image:
    """Darken every other row, as on a cathode-ray tube."""
    rows = Image.blend(Image.new("L", image.size, 255), screen(image.width, pitch, 0, "lines"), strength)
    return ImageChops.multiply(image, rows.convert("RGB"))
