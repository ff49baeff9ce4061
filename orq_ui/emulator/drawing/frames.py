"""What surrounds a picture; with the colours, the way to see which model answered."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from orq_ui.emulator.drawing.color import Ramp, contrast, rgb, solid
from orq_ui.emulator.drawing.geometry import enlarge, shift, shrink
from orq_ui.emulator.drawing.textures import clouds, paper


def no_frame(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Return the picture as it is, to the edge."""
    return image


def mat(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Frame it with a gallery's white mat, deeper at the foot, with a thin inner line."""
    side = image.width
    edge, foot = side // 18, side // 10
    return _mounted(image, (edge, edge, side - edge, side - foot), "#fbfaf6", "#d8d4c8")


def letterbox(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Put black bars above and below, as in a film still."""
    side = image.width
    bar = side // 9
    framed = image.copy()
    framed.paste((8, 9, 12), (0, 0, side, bar))
    framed.paste((8, 9, 12), (0, side - bar, side, side))
    return framed


def card(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Make a card with round corners and a soft shadow on a tinted ground."""
    side = image.width
    edge = side // 16
    shape = Image.new("L", (side, side))
    pen = ImageDraw.Draw(shape)
    pen.rounded_rectangle((edge, edge, side - edge, side - edge), side // 14, fill=255)
    shape = shape.filter(ImageFilter.GaussianBlur(0.7))
    shadow = shift(shape, 0, side // 70).filter(ImageFilter.BoxBlur(side / 50))
    ground = solid(image, ramp[-1])
    ground = Image.composite(ImageChops.multiply(ground, Image.new("RGB", image.size, (190, 190, 198))), ground, shadow)
    sheet = ground.copy()
    sheet.paste(image.resize((side - 2 * edge, side - 2 * edge), Image.Resampling.LANCZOS), (edge, edge))
    return Image.composite(sheet, ground, shape)


def deckle_edge(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Print it on torn paper: a margin, and an uneven edge to the ink."""
    side = image.width
    edge = side // 14
    inside = Image.new("L", image.size)
    inside.paste(255, (edge, edge, side - edge, side - edge))
    inside = inside.filter(ImageFilter.BoxBlur(side / 90))
    # Multiplied, so that no island of ink stands outside the edge.
    rough = ImageChops.multiply(inside, contrast(clouds(side, rng), 0.5, 60))
    sheet = paper(solid(image, ramp[-1]), rng, 0.16)
    fitted = Image.new("RGB", image.size)
    fitted.paste(enlarge(image, side - edge), (edge // 2, edge // 2))
    return Image.composite(fitted, sheet, contrast(rough, 14, 84))


def crop_marks(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Put it on a printer's sheet: margins, crop marks and a bar of the inks."""
    side = image.width
    edge = side // 14
    sheet = _mounted(image, (edge, edge, side - edge, side - edge), ramp[-1], ramp[-1])
    pen = ImageDraw.Draw(sheet)
    short, width = edge // 2, max(1, side // 500)
    for x in (edge, side - edge):
        pen.line((x, edge // 5, x, edge // 5 + short), fill=ramp[0], width=width)
        pen.line((x, side - edge // 5 - short, x, side - edge // 5), fill=ramp[0], width=width)
    for place, ink in enumerate(ramp[:-1]):
        left, top = edge + place * edge + edge // 6, side - edge * 2 // 3
        pen.ellipse((left, top, left + edge // 3, top + edge // 3), fill=ink)
    return sheet


def neon_tube(image: Image.Image, rng: Random, ramp: Ramp) -> Image.Image:
    """Lay a neon tube around it, and darken the margin."""
    side = image.width
    edge = side // 22
    box, corner = (edge, edge, side - edge, side - edge), side // 20
    line = Image.new("RGB", image.size)
    ImageDraw.Draw(line).rounded_rectangle(box, corner, outline=ramp[-2], width=max(2, side // 140))
    glow = enlarge(shrink(line, 4).filter(ImageFilter.GaussianBlur(side / 200)), side)
    veil = Image.new("L", image.size, 40)
    ImageDraw.Draw(veil).rounded_rectangle(box, corner, fill=255)
    dark = ImageChops.multiply(image, veil.convert("RGB"))
    return ImageChops.screen(ImageChops.screen(dark, ImageChops.add(glow, glow)), line)


def _mounted(image: Image.Image, box: tuple[int, int, int, int], ground: str, rim: str) -> Image.Image:
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    cut = (wide - high) // 2
    seen = image.resize((wide, wide), Image.Resampling.LANCZOS).crop((0, cut, wide, cut + high))
    sheet = solid(image, ground)
    sheet.paste(rgb(rim), (left - 1, top - 1, right + 1, bottom + 1))
    sheet.paste(seen, (left, top))
    return sheet
