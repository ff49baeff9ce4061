"""Glowing tubes along the contours, in a night that still shows the picture."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageChops

from orq_ui.emulator.drawing.color import Grade, Palette, colour_of, oklab_of, to_hex
from orq_ui.emulator.drawing.flow import areas, contours, directions
from orq_ui.emulator.drawing.surface import at_most, blurred, clouds, enlarged, gray, soft, step, to_array, to_image

WORK = 640
"""Pixels a side at which tubes are drawn."""


def neon(
    image: Image.Image, rng: Random, palette: Palette, *, width: float = 1.0, ground: float = 0.27, own: float = 0.5
) -> Image.Image:
    """Draw contours as tubes; ``own`` is how much of their colour is the picture's, the rest drifts over the palette.

    The palette's first colour is the night, ``ground`` how much light is left in it.
    """
    side = image.width
    small = at_most(image, WORK)
    unit = small.width / 512
    along = directions(small)
    smooth = areas(small, max(1, round(2 * unit)))
    tubes = step(contours(gray(smooth), along, max(1.0, 1.5 * unit * width), rng, reach=5, light=0.25), 0.42, 2.4)
    drift = clouds(small.width, rng, 2)
    stops = np.stack([colour_of(colour) for colour in palette[1:]])
    where = drift * (len(stops) - 1)
    low = np.minimum(where.astype(np.int64), len(stops) - 2)
    share = (where - low)[..., None]
    lamps = stops[low] * (1 - share) + stops[low + 1] * share
    vivid = to_array(blurred(small, 3 * unit))
    vivid = vivid / np.maximum(0.15, vivid.max(axis=2, keepdims=True))
    rich = np.clip((vivid.max(axis=2) - vivid.min(axis=2)) * 1.6, 0, 1)[..., None] * np.float32(own)
    lamps = lamps * (1 - rich) + vivid * rich
    lit = to_image(lamps * tubes[..., None])
    near, far = to_array(blurred(lit, 5 * unit)), to_array(blurred(lit, 22 * unit))
    # Exposed as film is, so that many tubes together do not burn out.
    glow = to_image(1 - np.exp(-(near * np.float32(1.5) + far * np.float32(1.7))))
    dark = _night(palette, ground)(smooth)
    shown = ImageChops.screen(dark, glow)
    core = soft(step(tubes, 0.72, 3), 0.5)
    hot = to_image((lamps * 0.5 + 0.42) * core[..., None])
    return enlarged(ImageChops.screen(ImageChops.screen(shown, lit), hot), side)


def _night(palette: Palette, ground: float) -> Grade:
    """Return the grade that leaves ``ground`` of the light, tinted by the middle lamp."""
    first, *lamps = (oklab_of(colour) for colour in palette)
    tints = (first, 0.76 * first + 0.24 * lamps[1], 0.6 * first + 0.4 * lamps[1])
    stops = tuple(to_hex(tint) for tint in sorted(tints, key=lambda tint: float(tint[0])))
    return Grade(
        exposure=-0.04, contrast=1.1, palette=stops, strength=0.85, depth=0.5, vivid=0.9, ceiling=ground + 0.16
    )
