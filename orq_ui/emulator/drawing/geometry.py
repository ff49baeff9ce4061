"""Square images shrunk, enlarged and shifted."""

from __future__ import annotations

from PIL import Image


def shrink(image: Image.Image, factor: int) -> Image.Image:
    """Return a square image at a fraction of its side, each pixel the average of those that it replaces."""
    side = image.width // factor
    return image.resize((side, side), Image.Resampling.BOX)


def enlarge(image: Image.Image, side: int) -> Image.Image:
    """Return a square image with a longer side."""
    return image.resize((side, side), Image.Resampling.BICUBIC)


def shift(image: Image.Image, right: int, down: int) -> Image.Image:
    """Move an image by some pixels; what would be empty keeps what was there, so that nothing wraps around."""
    moved = image.copy()
    moved.paste(image, (right, down))
    return moved
