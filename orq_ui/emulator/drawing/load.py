"""The uploaded picture, decoded as what is drawn from."""

from __future__ import annotations

from PIL import Image, ImageOps

from orq_ui.imaging import Picture
from orq_ui.imaging.decoding import open_image
from orq_ui.imaging.encoding import to_8_bit
from orq_ui.imaging.orientation import apply_orientation, read_orientation

MAX_SIDE = 1536
"""Pixels of the shorter side; more would not be seen in a picture of 1024."""
MIN_SIDE = 16


def load_source(picture: Picture, side: int) -> Image.Image:
    """Decode a picture as upright, opaque RGB, no larger than a variation of ``side`` pixels needs."""
    with open_image(picture.bytes) as stored:
        # Asked before `draft` and before any pixel: the metadata may be broken where the pixels are sound.
        orientation = read_orientation(stored)
        wanted = min(MAX_SIDE, side * 3 // 2)
        stored.draft("RGB", (wanted, wanted))
        image = apply_orientation(_opaque(stored), orientation)
    shrink = min(image.size) // wanted
    image = image.reduce(shrink) if shrink > 1 else image
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
