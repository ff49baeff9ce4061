"""Large images made small without a second large one beside them."""

from __future__ import annotations

from PIL import Image

from orq_ui.imaging.encoding import to_8_bit

STRIP_PIXELS = 1_000_000


def reduce_image(image: Image.Image, across: int, down: int) -> Image.Image:
    """Return the image in 8 bits a channel with each ``across`` × ``down`` pixels averaged; print colours stay so.

    It is converted strip by strip, as a copy of the whole in another mode would take as much memory again.
    """
    factors = max(1, across), max(1, down)
    if factors == (1, 1) or image.mode == "CMYK":
        small = image if image.mode == "CMYK" else to_8_bit(image)
        return small if factors == (1, 1) else small.reduce(factors)
    rows = max(1, STRIP_PIXELS // image.width // factors[1]) * factors[1]
    whole: Image.Image | None = None
    for top in range(0, image.height, rows):
        strip = to_8_bit(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factors)
        if whole is None:
            whole = Image.new(strip.mode, (strip.width, -(-image.height // factors[1])))
            whole.info = dict(strip.info)
        whole.paste(strip, (0, top // factors[1]))
    return whole or image


def fit_image(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the image scaled down to a size, in 8 bits a channel but for print colours."""
    # Averages are enough down to twice the size, as for Pillow's thumbnails; the smooth filter does the rest. Each side
    # has its own, as the filter takes memory by the longer one: some pictures are a pixel high and millions wide.
    small = reduce_image(image, image.width // (2 * size[0]), image.height // (2 * size[1]))
    return small if small.size == size else small.resize(size, Image.Resampling.LANCZOS)


def size_within(width: int, height: int, side: int) -> tuple[int, int]:
    """Return the size in the same shape, scaled down to at most ``side`` pixels on the long side."""
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
