"""Brush and pen: watercolour, oil, posters, drawings."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from orq_ui.emulator.drawing.color import Ramp, contrast, grade, gray, rgb, steps, tone
from orq_ui.emulator.drawing.textures import clouds, noise, paper, slid, vignette


def edges(image: Image.Image, radius: float, gain: float = 6) -> Image.Image:
    """Contours as a drawing: black lines on white; ``radius`` in pixels is about the line's width."""
    brightness = image.convert("L").filter(ImageFilter.GaussianBlur(radius * 0.7))
    around = brightness.filter(ImageFilter.GaussianBlur(radius * 1.8))
    return contrast(ImageChops.subtract(brightness, around, scale=1, offset=128), gain, 112)


def watercolour(
    image: Image.Image, rng: Random, ramp: Ramp, *, wet: float = 1, pen: float = 0, mono: float = 0.15
) -> Image.Image:
    """Washes with dark rims that run out towards the paper's edge; ``pen`` adds ink lines, ``mono`` the ramp."""
    side = image.width
    small = image.resize((side // 2, side // 2), Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(side / 256 * (0.6 + wet))).filter(ImageFilter.MedianFilter(5))
    wash = grade(ImageEnhance.Color(soft).enhance(1.5), ramp, mono)
    flat = wash.quantize(int(14 - 3 * wet), Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    flat = Image.blend(wash, flat, 0.55).filter(ImageFilter.GaussianBlur(side / 700))
    rim = contrast(ImageChops.subtract(flat, flat.filter(ImageFilter.GaussianBlur(side / 160)), 1, 128), 1.5)
    wash = ImageChops.soft_light(flat, rim).resize((side, side), Image.Resampling.BICUBIC)
    wash = Image.blend(wash, Image.new("RGB", wash.size, rgb(ramp[-1])), 0.12)
    pooled = Image.blend(Image.new("L", wash.size, 128), clouds(side, rng), 0.45)
    wash = ImageChops.soft_light(wash, pooled.convert("RGB"))
    edge = ImageChops.add(vignette(side, 0.72, 1.06), clouds(side, rng), 1, -128)
    sheet = Image.new("RGB", wash.size, rgb(ramp[-1]))
    painted = Image.composite(wash, sheet, contrast(edge, 3.2, 70).filter(ImageFilter.GaussianBlur(side / 400)))
    if pen:
        ink = Image.blend(Image.new("L", wash.size, 255), edges(image, side / 420, 9), pen)
        painted = ImageChops.multiply(painted, tone(ink, (ramp[0], "#ffffff")))
    return paper(painted, rng, 0.14)


def poster(image: Image.Image, rng: Random, ramp: Ramp, *, colours: int = 7, line: float = 1) -> Image.Image:
    """Flat colours with inked contours."""
    side = image.width
    small = grade(image.resize((side // 2, side // 2), Image.Resampling.BOX), ramp, 0.3)
    small = ImageEnhance.Color(small.filter(ImageFilter.MedianFilter(5))).enhance(1.6)
    flat = small.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    flat = flat.filter(ImageFilter.MedianFilter(5)).resize((side, side), Image.Resampling.BICUBIC)
    ink = edges(image, side / 300 * line, 8)
    return ImageChops.multiply(flat, tone(ink, (ramp[0], "#ffffff")))


def cutout(image: Image.Image, rng: Random, ramp: Ramp, *, levels: int = 5) -> Image.Image:
    """Layers of cut paper, each with a shadow on the one beneath."""
    side = image.width
    brightness = gray(image.resize((side // 2, side // 2), Image.Resampling.BOX))
    brightness = brightness.filter(ImageFilter.GaussianBlur(side / 130)).resize((side, side), Image.Resampling.BICUBIC)
    sheet = Image.new("RGB", image.size, rgb(ramp[0]))
    for level in range(1, levels):
        shape = contrast(brightness, 18, 255 * level / levels)
        shadow = shape.filter(ImageFilter.GaussianBlur(side / 90))
        shadow = slid(shadow, side // 110, side // 90)
        dark = ImageChops.multiply(sheet, Image.new("RGB", sheet.size, (140, 140, 150)))
        sheet = Image.composite(dark, sheet, shadow)
        colour = tone(Image.new("L", (1, 1), 255 * level // (levels - 1)), ramp).getpixel((0, 0))
        sheet.paste(colour, mask=shape)  # type: ignore[arg-type]
    return paper(sheet, rng, 0.1)


def oil(image: Image.Image, rng: Random, ramp: Ramp, *, mono: float = 0.25) -> Image.Image:
    """Thick dabs: the picture in blunt strokes that catch the light."""
    side = image.width
    small = image.resize((side // 4, side // 4), Image.Resampling.BOX)
    dabs = small.filter(ImageFilter.ModeFilter(7)).filter(ImageFilter.MedianFilter(3))
    dabs = grade(ImageEnhance.Color(dabs).enhance(1.5), ramp, mono).resize((side, side), Image.Resampling.BICUBIC)
    bristle = ImageChops.add(gray(dabs), noise(side, rng, 3).filter(ImageFilter.BoxBlur((side / 160, 0.6))), 2)
    relief = contrast(bristle.filter(ImageFilter.EMBOSS), 2.2)
    return ImageChops.soft_light(dabs, relief.convert("RGB"))


def drawing(image: Image.Image, rng: Random, ramp: Ramp, *, fill: float = 0.5) -> Image.Image:
    """A pen drawing over loose flat tints that do not quite meet the lines."""
    side = image.width
    small = gray(image.resize((side // 4, side // 4), Image.Resampling.BOX)).filter(
        ImageFilter.GaussianBlur(side / 200)
    )
    tint = tone(steps(small.resize((side, side), Image.Resampling.BICUBIC), 4), ramp)
    sheet = Image.new("RGB", image.size, rgb(ramp[-1]))
    tint = slid(Image.blend(sheet, tint, fill).filter(ImageFilter.BoxBlur(1)), side // 90, side // 110)
    fine, bold = edges(image, side / 700, 12), edges(image, side / 340, 9)
    ink = ImageChops.multiply(fine, bold)
    return paper(ImageChops.multiply(tint, tone(ink, (ramp[0], "#ffffff"))), rng, 0.1)
