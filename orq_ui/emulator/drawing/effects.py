"""Light and signal: neon, sun, glitch, pop panels."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from orq_ui.emulator.drawing.color import Ramp, contrast, grade, gray, tone
from orq_ui.emulator.drawing.painting import edges
from orq_ui.emulator.drawing.textures import clouds, lines, vignette


def neon(
    image: Image.Image, rng: Random, ramp: Ramp, *, width: float = 1, ground: float = 0.35, scan: float = 0
) -> Image.Image:
    """Contours as glowing tubes, their colour drifting over the picture, on a dark ground."""
    side = image.width
    tubes = ImageOps.invert(edges(image, side / 260 * width, 9))
    tubes = ImageChops.lighter(tubes, ImageOps.invert(edges(image, side / 110 * width, 7)).point(lambda v: v // 2))
    colours = tone(clouds(side, rng), ramp[1:])
    lit = ImageChops.multiply(colours, Image.merge("RGB", [tubes] * 3))
    small = lit.resize((side // 4, side // 4), Image.Resampling.BOX)
    near, far = (small.filter(ImageFilter.GaussianBlur(side / share)) for share in (280, 70))
    glow = ImageChops.add(near, ImageEnhance.Brightness(far).enhance(1.6))
    glow = glow.resize((side, side), Image.Resampling.BICUBIC)
    dark = tone(gray(image).point(lambda v: round(v * ground)), (ramp[0], *ramp[1:]))
    shown = ImageChops.screen(ImageChops.screen(dark, glow), lit)
    core = contrast(tubes, 3, 190)
    shown = ImageChops.screen(shown, tone(core, ("#000000", "#b0b0b0")))
    if scan:
        rows = Image.blend(Image.new("L", shown.size, 255), lines(side, side / 128, 0), scan)
        shown = ImageChops.multiply(shown, Image.merge("RGB", [rows] * 3))
    return shown


def sun_wash(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Low sun from one side: a warm leak, lifted shadows, bloom."""
    side = image.width
    soft = image.resize((side // 4, side // 4), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(side / 80))
    bloom = ImageChops.screen(grade(image, ramp, 0.45), ImageEnhance.Brightness(soft.resize(image.size)).enhance(0.35))
    sun = vignette(side * 2, 0.0, 1.0)
    corner = (rng.choice((0, side)), rng.choice((side // 2, side)))
    leak = sun.crop((corner[0], corner[1], corner[0] + side, corner[1] + side))
    return ImageChops.screen(bloom, tone(leak, ("#000000", ramp[len(ramp) // 2], ramp[-1])))


def glitch(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Channels out of step and rows torn sideways."""
    side = image.width
    vivid = grade(ImageEnhance.Contrast(image).enhance(1.2), ramp, 0.35)
    red, green, blue = vivid.split()
    reach = side // 28
    torn = Image.merge("RGB", (ImageChops.offset(red, reach, 0), green, ImageChops.offset(blue, -reach, reach // 3)))
    for _ in range(14):
        top, height = rng.randrange(side), rng.randrange(side // 120 + 1, side // 20)
        band = torn.crop((0, top, side, min(side, top + height)))
        torn.paste(ImageChops.offset(band, rng.randint(-side // 12, side // 12), 0), (0, top))
    rows = Image.blend(Image.new("L", torn.size, 255), lines(side, side / 110, 0), 0.35)
    return ImageChops.multiply(torn, Image.merge("RGB", [rows] * 3))


def panels(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Four prints of the same plate, each in other colours."""
    side = image.width
    half = side // 2
    small = contrast(gray(image.resize((half, half), Image.Resampling.LANCZOS)), 2.2)
    small = small.filter(ImageFilter.MedianFilter(3))
    inks = list(ramp)
    orders = (inks, inks[::-1], [inks[1], inks[-1], inks[0]], [inks[0], inks[2], inks[-1], inks[1]])
    sheet = Image.new("RGB", image.size)
    for place, order in enumerate(orders):
        sheet.paste(tone(small, tuple(order)), (place % 2 * half, place // 2 * half))
    return sheet


def dream(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A double exposure: the picture and its larger mirror image in the ramp's light."""
    side = image.width
    big = ImageOps.mirror(image).resize((side * 2, side * 2), Image.Resampling.BICUBIC)
    left = rng.randrange(side // 4, side * 3 // 4)
    ghost = tone(gray(big.crop((left, side // 2, left + side, side // 2 + side))), ramp)
    sharp = ImageEnhance.Contrast(grade(image, ramp, 0.2)).enhance(1.1)
    return ImageChops.soft_light(Image.blend(sharp, ImageChops.screen(sharp, ghost), 0.6), ghost)
