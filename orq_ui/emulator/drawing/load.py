"""The uploaded picture, decoded as what is drawn from."""

from __future__ import annotations

from PIL import Image, ImageOps

from orq_ui.imaging import Picture
from orq_ui.imaging.decoding import open_image
from orq_ui.imaging.encoding import to_8_bit
from orq_ui.imaging.orientation import apply_orientation, read_orientation
from orq_ui.imaging.scaling import reduce_image

MAX_SIDE = 1536
"""Pixels of the shorter side; more would not be seen in a picture of 1024."""
MIN_SIDE = 16


def load_source(picture: Picture, side: int) -> Image.Image:
    """Decode a picture as upright, opaque RGB, no larger than a variation of ``side`` pixels needs."""
    wanted = min(MAX_SIDE, side * 3 // 2)
    # The shorter side is to have about `wanted` pixels, and twice the asked side is decoded at least.
    half = wanted * max(picture.width, picture.height) // min(picture.width, picture.height) // 2
    with open_image(picture.bytes, half) as stored:
        orientation = read_orientation(stored)
        small = reduce_image(stored, min(stored.size) // wanted)
        image = apply_orientation(_opaque(small), orientation)
    # A picture of a few pixels, or a mere line of them, still needs room to be looked at.
    room = (max(MIN_SIDE, min(image.width, 4 * image.height)), max(MIN_SIDE, min(image.height, 4 * image.width)))
    image = image if room == image.size else ImageOps.fit(image, room)
    image.load()
    return image


def _opaque(image: Image.Image) -> Image.Image:
    image = to_8_bit(image)
    if image.mode in ("LA", "RGBA"):
        layered = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return image.convert("RGB")
