"""What surrounds a picture; with the colours, the way to see which model answered."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from orq_ui.emulator.drawing.color import Ramp, contrast, rgb
from orq_ui.emulator.drawing.textures import clouds, paper, slid

Frame = Callable[[Image.Image, Random, Ramp], Image.Image]


def bare(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """To the edge."""
    return image


def mat(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A gallery's white mat, deeper at the foot, with a thin inner line."""
    side = image.width
    edge, foot = side // 18, side // 10
    return _mounted(image, (edge, edge, side - edge, side - foot), "#fbfaf6", "#d8d4c8")


def letterbox(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A film still: black bars above and below."""
    side = image.width
    bar = side // 9
    framed = image.copy()
    framed.paste((8, 9, 12), (0, 0, side, bar))
    framed.paste((8, 9, 12), (0, side - bar, side, side))
    return framed


def card(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A card with round corners and a soft shadow on a tinted ground."""
    side = image.width
    edge = side // 16
    shape = Image.new("L", (side, side))
    pen = ImageDraw.Draw(shape)
    pen.rounded_rectangle((edge, edge, side - edge, side - edge), side // 14, fill=255)
    shape = shape.filter(ImageFilter.GaussianBlur(0.7))
    shadow = slid(shape, 0, side // 70).filter(ImageFilter.BoxBlur(side / 50))
    ground = Image.new("RGB", image.size, rgb(ramp[-1]))
    ground = Image.composite(ImageChops.multiply(ground, Image.new("RGB", image.size, (190, 190, 198))), ground, shadow)
    fitted = image.resize((side - 2 * edge, side - 2 * edge), Image.Resampling.LANCZOS)
    sheet = ground.copy()
    sheet.paste(fitted, (edge, edge))
    return Image.composite(sheet, ground, shape)


def deckle(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A print on torn paper: a margin, and an uneven edge to the ink."""
    side = image.width
    edge = side // 14
    inside = Image.new("L", image.size)
    inside.paste(255, (edge, edge, side - edge, side - edge))
    inside = inside.filter(ImageFilter.BoxBlur(side / 90))
    # Multiplied, so that no island of ink stands outside the edge.
    rough = ImageChops.multiply(inside, contrast(clouds(side, rng), 0.5, 60))
    sheet = paper(Image.new("RGB", image.size, rgb(ramp[-1])), rng, 0.16)
    fitted = Image.new("RGB", image.size)
    fitted.paste(image.resize((side - edge, side - edge), Image.Resampling.BICUBIC), (edge // 2, edge // 2))
    return Image.composite(fitted, sheet, contrast(rough, 14, 84))


def registered(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A printer's sheet: margins, crop marks and a bar of the inks."""
    side = image.width
    edge = side // 14
    sheet = _mounted(image, (edge, edge, side - edge, side - edge), ramp[-1], ramp[-1])
    pen = ImageDraw.Draw(sheet)
    short, width = edge // 2, max(1, side // 500)
    for x in (edge, side - edge):
        pen.line((x, edge // 5, x, edge // 5 + short), fill=ramp[0], width=width)
        pen.line((x, side - edge // 5 - short, x, side - edge // 5), fill=ramp[0], width=width)
    for place, ink in enumerate(ramp[:-1]):
        left, top = edge + place * edge, side - edge * 2 // 3
        pen.ellipse((left + edge // 6, top, left + edge // 6 + edge // 3, top + edge // 3), fill=ink)
    return sheet


def tube(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """A neon tube around a dark margin."""
    side = image.width
    edge = side // 22
    line = Image.new("RGB", image.size)
    ImageDraw.Draw(line).rounded_rectangle(
        (edge, edge, side - edge, side - edge), side // 20, outline=ramp[-2], width=max(2, side // 140)
    )
    small = line.resize((side // 4, side // 4), Image.Resampling.BOX)
    glow = small.filter(ImageFilter.GaussianBlur(side / 200)).resize(image.size, Image.Resampling.BICUBIC)
    dark = image.copy()
    veil = Image.new("L", image.size, 40)
    ImageDraw.Draw(veil).rounded_rectangle((edge, edge, side - edge, side - edge), side // 20, fill=255)
    dark = ImageChops.multiply(dark, Image.merge("RGB", [veil] * 3))
    return ImageChops.screen(ImageChops.screen(dark, ImageChops.add(glow, glow)), line)


def _mounted(image: Image.Image, box: tuple[int, int, int, int], ground: str, rim: str) -> Image.Image:
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    seen = image.resize((wide, wide), Image.Resampling.LANCZOS).crop(
        (0, (wide - high) // 2, wide, (wide - high) // 2 + high)
    )
    sheet = Image.new("RGB", image.size, rgb(ground))
    sheet.paste(rgb(rim), (left - 1, top - 1, right + 1, bottom + 1))
    sheet.paste(seen, (left, top))
    return sheet
