"""Colour: gradient maps, grades and contrast curves, all as lookup tables."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

from PIL import Image, ImageChops, ImageColor, ImageOps

Ramp = tuple[str, ...]
"""Two or more colours as ``#rrggbb``, darkest first."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the channels of a colour: ``#ff8800`` -> (255, 136, 0)."""
    return ImageColor.getcolor(colour, "RGB")[:3]  # type: ignore[index, return-value]


def solid(image: Image.Image, colour: str) -> Image.Image:
    """Return one colour at the size of an image."""
    return Image.new("RGB", image.size, rgb(colour))


def turn_hue(ramp: Ramp, turn: float) -> Ramp:
    """Turn the hue of each colour by a part of the whole circle, from 0 to 1; darkest stays darkest."""
    turned = []
    for colour in ramp:
        hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in rgb(colour)))
        channels = hls_to_rgb((hue + turn) % 1, lightness, saturation)
        turned.append("#" + "".join(f"{round(channel * 255):02x}" for channel in channels))
    return tuple(turned)


def gray(image: Image.Image) -> Image.Image:
    """Return the brightness, stretched over the whole range."""
    return ImageOps.autocontrast(image.convert("L"), cutoff=1)


def gradient_map(brightness: Image.Image, ramp: Ramp) -> Image.Image:
    """Map brightness to the colours of a ramp."""
    return Image.merge("RGB", [brightness.point(list(table)) for table in _tables(ramp)])


def grade(image: Image.Image, ramp: Ramp, strength: float) -> Image.Image:
    """Pull the colours towards a ramp; strength 0 leaves them, 1 is the ramp alone."""
    return Image.blend(image, gradient_map(gray(image), ramp), strength)


def print_ink(image: Image.Image, plate: Image.Image, ink: str) -> Image.Image:
    """Print one ink over the image where the plate is dark."""
    return ImageChops.multiply(image, gradient_map(plate, (ink, "#ffffff")))


def contrast(image: Image.Image, gain: float, middle: float = 128) -> Image.Image:
    """Apply a straight curve through ``middle``; a high gain is a threshold with soft edges."""
    table = [round(min(255, max(0, 128 + (value - middle) * gain))) for value in range(256)]
    return image.point(table * len(image.getbands()))


def posterize(brightness: Image.Image, levels: int) -> Image.Image:
    """Reduce brightness to a few flat levels."""
    table = [min(levels - 1, value * levels // 256) * 255 // (levels - 1) for value in range(256)]
    return brightness.point(table)


@cache
def _tables(ramp: Ramp) -> tuple[tuple[int, ...], ...]:
    stops = [rgb(colour) for colour in ramp]
    spans = len(stops) - 1
    rows = []
    for value in range(256):
        place = value / 255 * spans
        low = min(spans - 1, int(place))
        share = place - low
        rows.append([round(a + (b - a) * share) for a, b in zip(stops[low], stops[low + 1], strict=True)])
    return tuple(zip(*rows, strict=True))
