"""Filters of brush and pen: watercolour, oil, posters, paper cut-outs, drawings."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from orq_ui.emulator.drawing.color import Ramp, contrast, grade, gradient_map, gray, posterize, print_ink, solid
from orq_ui.emulator.drawing.geometry import enlarge, shift, shrink
from orq_ui.emulator.drawing.textures import clouds, noise, paper, vignette


def contours(image: Image.Image, radius: float, gain: float = 6) -> Image.Image:
    """Return the contours as black lines on white; ``radius`` in pixels is about the line's width."""
    brightness = image.convert("L").filter(ImageFilter.GaussianBlur(radius * 0.7))
    around = brightness.filter(ImageFilter.GaussianBlur(radius * 1.8))
    return contrast(ImageChops.subtract(brightness, around, scale=1, offset=128), gain, 112)


def watercolour(
    image: Image.Image, rng: Random, ramp: Ramp, *, wet: float = 1, pen: float = 0, mono: float = 0.15
) -> Image.Image:
    """Paint washes with dark rims that run out towards the paper's edge; ``pen`` adds ink lines, ``mono`` the ramp."""
    side = image.width
    soft = shrink(image, 2).filter(ImageFilter.GaussianBlur(side / 256 * (0.6 + wet)))
    wash = grade(ImageEnhance.Color(soft.filter(ImageFilter.MedianFilter(5))).enhance(1.5), ramp, mono)
    flat = wash.quantize(int(14 - 3 * wet), Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    flat = Image.blend(wash, flat, 0.55).filter(ImageFilter.GaussianBlur(side / 700))
    rim = contrast(ImageChops.subtract(flat, flat.filter(ImageFilter.GaussianBlur(side / 160)), 1, 128), 1.5)
    sheet = solid(image, ramp[-1])
    wash = Image.blend(enlarge(ImageChops.soft_light(flat, rim), side), sheet, 0.12)
    pooled = Image.blend(Image.new("L", wash.size, 128), clouds(side, rng), 0.45)
    wash = ImageChops.soft_light(wash, pooled.convert("RGB"))
    edge = ImageChops.add(vignette(side, 0.72, 1.06), clouds(side, rng), 1, -128)
    painted = Image.composite(wash, sheet, contrast(edge, 3.2, 70).filter(ImageFilter.GaussianBlur(side / 400)))
    if pen:
        lines = Image.blend(Image.new("L", wash.size, 255), contours(image, side / 420, 9), pen)
        painted = print_ink(painted, lines, ramp[0])
    return paper(painted, rng, 0.14)


def poster(image: Image.Image, rng: Random, ramp: Ramp, *, colours: int = 7, line: float = 1) -> Image.Image:
    """Paint flat colours with inked contours."""
    side = image.width
    small = grade(shrink(image, 2), ramp, 0.3)
    small = ImageEnhance.Color(small.filter(ImageFilter.MedianFilter(5))).enhance(1.6)
    flat = small.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    flat = enlarge(flat.filter(ImageFilter.MedianFilter(5)), side)
    return print_ink(flat, contours(image, side / 300 * line, 8), ramp[0])


def paper_cutout(image: Image.Image, rng: Random, ramp: Ramp, *, levels: int = 5) -> Image.Image:
    """Lay sheets of cut paper over each other, each with a shadow on the one beneath."""
    side = image.width
    brightness = enlarge(gray(shrink(image, 2)).filter(ImageFilter.GaussianBlur(side / 130)), side)
    sheet = solid(image, ramp[0])
    for level in range(1, levels):
        shape = contrast(brightness, 18, 255 * level / levels)
        shadow = shift(shape.filter(ImageFilter.GaussianBlur(side / 90)), side // 110, side // 90)
        dark = ImageChops.multiply(sheet, Image.new("RGB", sheet.size, (140, 140, 150)))
        sheet = Image.composite(dark, sheet, shadow)
        colour = gradient_map(Image.new("L", (1, 1), 255 * level // (levels - 1)), ramp).getpixel((0, 0))
        sheet.paste(colour, mask=shape)  # type: ignore[arg-type]
    return paper(sheet, rng, 0.1)


def oil(image: Image.Image, rng: Random, ramp: Ramp, *, mono: float = 0.25) -> Image.Image:
    """Paint thick dabs: the picture in blunt strokes that catch the light."""
    side = image.width
    dabs = shrink(image, 4).filter(ImageFilter.ModeFilter(7)).filter(ImageFilter.MedianFilter(3))
    dabs = enlarge(grade(ImageEnhance.Color(dabs).enhance(1.5), ramp, mono), side)
    bristle = ImageChops.add(gray(dabs), noise(side, rng, 3).filter(ImageFilter.BoxBlur((side / 160, 0.6))), 2)
    relief = contrast(bristle.filter(ImageFilter.EMBOSS), 2.2)
    return ImageChops.soft_light(dabs, relief.convert("RGB"))


def pen_drawing(image: Image.Image, rng: Random, ramp: Ramp, *, fill: float = 0.5) -> Image.Image:
    """Draw with a pen over loose flat tints that do not quite meet the lines."""
    side = image.width
    small = gray(shrink(image, 4)).filter(ImageFilter.GaussianBlur(side / 200))
    tint = gradient_map(posterize(enlarge(small, side), 4), ramp)
    tint = Image.blend(solid(image, ramp[-1]), tint, fill).filter(ImageFilter.BoxBlur(1))
    lines = ImageChops.multiply(contours(image, side / 700, 12), contours(image, side / 340, 9))
    return paper(print_ink(shift(tint, side // 90, side // 110), lines, ramp[0]), rng, 0.1)
