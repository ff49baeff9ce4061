"""Light: golden hours, moonlight, mist, sun from one side, glow and grain, laid over a picture."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageChops

from orq_ui.emulator.drawing.color import Array, Grade, HueShift, colour_of
from orq_ui.emulator.drawing.surface import (
    at_most,
    blurred,
    clouds,
    enlarged,
    gray,
    places,
    slope,
    to_array,
    to_image,
    vignette,
)

AUTUMN = Grade(
    saturation=1.08,
    hues=(HueShift(140, 45, -75, 1.15, 0.02), HueShift(110, 25, -28, 1.1), HueShift(220, 50, 10, 0.7)),
    highlights="#f3c27a",
)
WINTER = Grade(
    exposure=0.05,
    saturation=0.55,
    hues=(HueShift(140, 50, 60, 0.4, 0.08), HueShift(60, 40, 0, 0.8)),
    shadows="#3d5a80",
    highlights="#e6eef7",
)
SPRING = Grade(
    exposure=0.04,
    saturation=1.05,
    hues=(HueShift(140, 45, -8, 1.15, 0.05), HueShift(30, 30, -14, 0.95, 0.03)),
    highlights="#fbe3ea",
)
SUMMER = Grade(contrast=1.08, saturation=1.25, hues=(HueShift(230, 45, -12, 1.2),), highlights="#fff0cf")
GOLDEN = Grade(contrast=1.06, saturation=1.05, shadows="#4a2f52", highlights="#ffbf63")
DAWN = Grade(exposure=0.03, contrast=0.92, saturation=0.9, shadows="#5a5590", highlights="#ffc3b0")
MOON = Grade(exposure=-0.12, contrast=1.08, saturation=0.5, shadows="#0b2450", highlights="#b9d6f5", ceiling=0.95)
DUSK = Grade(exposure=-0.05, contrast=1.05, saturation=0.9, shadows="#231f5c", highlights="#f78f86")
TEAL = Grade(contrast=1.1, saturation=0.95, shadows="#0d4a58", highlights="#f6b06a")
NOIR = Grade(contrast=1.22, saturation=0.0, shadows="#1d2026", highlights="#e9e2d3")


def sunlit(image: Image.Image, rng: Random, colour: str, strength: float = 0.5) -> Image.Image:
    """Let low sun come from one side above: a soft glow there, shade at the other side."""
    x, y = places(64)
    from_right = rng.random() < 0.5
    across = -x if from_right else x
    sun = np.exp(-(((across + 0.95) ** 2) * 0.9 + ((y + 0.75) ** 2) * 0.7))
    shade = 1 - np.float32(0.3 * strength) * np.clip((across + y * 0.5 + 0.4) / 1.9, 0, 1)
    glow = sun[..., None] * np.float32(strength) * colour_of(colour)
    # Made small and enlarged, as it is soft.
    shaded = ImageChops.multiply(image, enlarged(to_image(shade), image.width).convert("RGB"))
    return ImageChops.screen(shaded, enlarged(to_image(glow), image.width))


def misted(image: Image.Image, rng: Random, colour: str, strength: float = 0.7) -> Image.Image:
    """Lay drifting mist over what has little detail, thicker towards the foot; forms in front stay visible."""
    side = image.width
    _, y = places(64)
    drift = clouds(64, rng, 3)
    forms = enlarged(to_image(np.clip(np.abs(slope(gray(at_most(image, 256)), 45)) * 14, 0, 1)), 64)
    lively = to_array(blurred(forms, 3))
    thick = np.clip((0.35 + 0.5 * drift + 0.25 * y) * (1 - 0.75 * np.clip(lively * 2, 0, 1)), 0, 1)
    mask = enlarged(to_image(thick * np.float32(strength)), side)
    fog = Image.new("RGB", image.size, tuple(round(float(part) * 255) for part in colour_of(colour)))
    softened = Image.blend(image, blurred(image, side / 60), 0.25)
    return Image.composite(fog, softened, mask)


def bloom(image: Image.Image, rng: Random | None = None, strength: float = 0.4, colour: str = "#ffffff") -> Image.Image:
    """Let what is bright glow, as on film."""
    small = at_most(image, 256)
    bright = to_array(small)
    bright = bright * np.clip((gray(small)[..., None] - 0.55) / 0.4, 0, 1) * np.float32(strength) * colour_of(colour)
    glow = blurred(to_image(bright), small.width / 26)
    return ImageChops.screen(image, enlarged(glow, image.width))


def rim_lit(image: Image.Image, rng: Random, colour: str, strength: float = 0.8) -> Image.Image:
    """Let a light from behind trace the edges that face it."""
    angle = rng.choice((-145, -35))
    small = at_most(image, 512)
    rise = slope(gray(blurred(small, small.width / 200)), angle)
    edge = np.clip(np.abs(rise) * np.float32(small.width / 40) - 0.15, 0, 1) * np.float32(strength)
    line = to_image(edge[..., None] * colour_of(colour))
    glow = ImageChops.screen(line, blurred(line, small.width / 60))
    return ImageChops.screen(image, enlarged(glow, image.width))


def shaded(image: Image.Image, mask: Array) -> Image.Image:
    """Multiply an image by one channel from 0 to 1."""
    return ImageChops.multiply(image, to_image(mask).convert("RGB"))


def grain(image: Image.Image, rng: Random, strength: float = 0.06) -> Image.Image:
    """Add the grain of film, strongest in the middle tones."""
    side = image.width
    specks = Image.frombytes("L", (side, side), rng.randbytes(side * side))
    even = Image.new("L", image.size, 128)
    return ImageChops.overlay(image, Image.blend(even, specks, strength * 2).convert("RGB"))


def vignetted(image: Image.Image, rng: Random, strength: float = 0.3) -> Image.Image:
    """Let the light fall off softly towards the corners."""
    return shaded(image, vignette(image.width, strength))
