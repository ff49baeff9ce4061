"""The uploaded picture, decoded as what is drawn from."""

from __future__ import annotations

from PIL import Image, ImageOps

from orq_ui.imaging import Picture
from orq_ui.imaging.decoding import open_accepted
from orq_ui.imaging.encoding import to_8_bit
from orq_ui.imaging.orientation import apply_orientation, read_orientation
from orq_ui.imaging.scaling import reduce_image

MAX_SIDE = 1536
"""Pixels of the shorter side; more would not be seen in a picture of 1024."""
MIN_SIDE = 16
LONGEST = 4
"""Times the shorter side: more of a panorama would not be seen, and a line of millions of pixels would take memory."""


def load_source(picture: Picture, side: int) -> Image.Image:
    """Decode a picture as upright, opaque RGB, no larger than a variation of ``side`` pixels needs.

    Raise :class:`UnusablePicture` where its pixels are not to be had.
    """
    wanted = min(MAX_SIDE, side * 3 // 2)
    # The shorter side is to have about `wanted` pixels, and twice the asked side is decoded at least.
    half = wanted * max(picture.width, picture.height) // min(picture.width, picture.height) // 2
    # The large image goes before the small one is copied.
    image, orientation = _reduced(picture, half, wanted)
    image = apply_orientation(_opaque(image), orientation)
    # A picture of a few pixels, or a mere line of them, still needs room to be looked at.
    room = (max(MIN_SIDE, image.width), max(MIN_SIDE, image.height))
    image = image if room == image.size else ImageOps.fit(image, room)
    image.load()
    # Pale pictures get half of the contrast that they lack; what is lifted on purpose stays so.
    return Image.blend(image, ImageOps.autocontrast(image, cutoff=0.4, preserve_tone=True), 0.5)


def load_pixels(picture: Picture, side: int) -> tuple[tuple[int, int], bytes]:
    """Return the size and the RGB bytes of :func:`load_source`, as they can come from another process."""
    image = load_source(picture, side)
    return image.size, image.tobytes()


def _reduced(picture: Picture, half: int, wanted: int) -> tuple[Image.Image, int]:
    with open_accepted(picture.bytes, half) as stored:
        orientation = read_orientation(stored)
        middle = _middle(stored)
        factor = min(middle.size) // wanted
        small = reduce_image(middle, factor, factor)
        small.load()
        return small, orientation


def _middle(image: Image.Image) -> Image.Image:
    """Return the image without the ends of a very long one."""
    width, height = min(image.width, LONGEST * image.height), min(image.height, LONGEST * image.width)
    if (width, height) == image.size:
        return image
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _opaque(image: Image.Image) -> Image.Image:
    image = to_8_bit(image)
    if image.mode in ("LA", "RGBA"):
        layered = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return image.convert("RGB")
