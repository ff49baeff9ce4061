"""Colour: grades and palettes in OKLab, each made once into a table that Pillow applies to a whole picture.

OKLab is Björn Ottosson's (https://bottosson.github.io/posts/oklab/): equal steps look equal, and hue stays while
lightness changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageFilter

Array: TypeAlias = NDArray[np.floating[Any]]
Palette: TypeAlias = tuple[str, ...]
"""Colours as ``#rrggbb``: a ramp from the darkest to the lightest, then accents if there are any."""

NODES = 17
"""Steps of each channel in a table; between them Pillow interpolates."""
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_MIDDLE = np.array([0, 0.5, 0.5], np.float32)
"""Added to OKLab, so that a table can hold it."""
_FROM_LAB, _FROM_LMS = np.linalg.inv(_TO_LAB), np.linalg.inv(_TO_LMS)


@dataclass(frozen=True)
class HueShift:
    """Colours near ``hue`` (degrees in OKLab: red 29, yellow 110, green 142, cyan 195, blue 264, magenta 328)."""

    hue: float
    width: float
    turn: float = 0.0
    chroma: float = 1.0
    light: float = 0.0


@dataclass(frozen=True)
class Grade:
    """A change of all colours, in this order: hues, light, palette, tints of the shadows and of the highlights.

    ``strength`` is how far colours are pulled to the palette, 1 being all the way; ``depth`` the same for lightness;
    with ``vivid`` 0 strong colours fade where the palette has none like them.
    """

    exposure: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0
    hues: tuple[HueShift, ...] = ()
    palette: Palette = ()
    strength: float = 0.7
    depth: float = 0.3
    vivid: float = 1.0
    shadows: str = ""
    highlights: str = ""
    floor: float = 0.0
    ceiling: float = 1.0

    def __call__(self, image: Image.Image, rng: Random | None = None) -> Image.Image:
        """Return the image in the graded colours; nothing is drawn from the random source."""
        return image.filter(_table(self))

    def lab(self, lab: Array) -> Array:
        """Return graded OKLab colours, shape (n, 3)."""
        lightness, a, b = lab.T
        hue, chroma = np.degrees(np.arctan2(b, a)), np.hypot(a, b)
        turned, gain = hue.copy(), np.full_like(chroma, self.saturation)
        for shift in self.hues:
            apart = np.abs((hue - shift.hue + 180) % 360 - 180)
            near = np.exp(-((apart / shift.width) ** 2)) * np.minimum(1, chroma / 0.05)
            turned, gain = turned + shift.turn * near, gain * (1 + (shift.chroma - 1) * near)
            lightness = lightness + shift.light * near
        lightness = 0.5 + (lightness + self.exposure - 0.5) * self.contrast
        lightness = self.floor + np.clip(lightness, 0, 1) * (self.ceiling - self.floor)
        chroma, angle = chroma * gain, np.radians(turned)
        lab = np.stack([lightness, chroma * np.cos(angle), chroma * np.sin(angle)], axis=1).astype(np.float32)
        if self.palette:
            near_lab = _nearest(lab, self.palette)
            had = np.hypot(lab[:, 1], lab[:, 2])
            lab[:, 0] += (near_lab[:, 0] - lab[:, 0]) * self.depth
            # What is vivid is mostly the subject: it keeps more of its hue, and most of its chroma.
            pull = self.strength * (1 - 0.4 * np.clip(had / 0.2, 0, 1))[:, None]
            lab[:, 1:] += (near_lab[:, 1:] - lab[:, 1:]) * pull
            has = np.hypot(lab[:, 1], lab[:, 2])
            lab[:, 1:] *= (np.maximum(has, 0.72 * self.vivid * had) / np.maximum(has, 1e-4)).clip(1, 4)[:, None]
        low, high = (1 - np.clip(lab[:, 0] / 0.6, 0, 1)) ** 1.2, np.clip((lab[:, 0] - 0.45) / 0.55, 0, 1)
        for tint, share in ((self.shadows, low), (self.highlights, high)):
            if tint:
                lab[:, 1:] += share[:, None] * 0.8 * (oklab_of(tint)[1:] - lab[:, 1:] * 0.5)
        return lab


def ramp_of(palette: Palette) -> Palette:
    """Return a palette's colours from the darkest to the lightest, without its accents."""
    lightest = max(palette, key=lambda colour: float(oklab_of(colour)[0]))
    return palette[: palette.index(lightest) + 1]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the channels of a colour: ``#ff8800`` -> (255, 136, 0)."""
    return ImageColor.getcolor(colour, "RGB")[:3]  # type: ignore[index, return-value]


def colour_of(colour: str) -> Array:
    """Return a colour's channels from 0 to 1, shape (3,)."""
    channels: Array = np.array(rgb(colour), np.float32) / np.float32(255)
    return channels


@cache
def oklab_of(colour: str) -> Array:
    """Return a colour's OKLab, shape (3,)."""
    lab: Array = to_oklab(colour_of(colour)[None, :])[0]
    return lab


def to_oklab(colours: Array) -> Array:
    """Return the OKLab of sRGB colours from 0 to 1, shape (n, 3)."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    lab: Array = (np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T).astype(np.float32)
    return lab


def from_oklab(lab: Array) -> Array:
    """Return sRGB from 0 to 1; a colour that no screen shows loses chroma until one does."""
    kept = np.zeros(lab.shape)
    missing = np.ones(len(lab), np.bool_)
    for chroma in (1.0, 0.85, 0.7, 0.55, 0.4, 0.2, 0.0):
        linear = ((lab * [1, chroma, chroma]) @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T
        kept[missing] = linear[missing]
        missing &= ((linear < -0.002) | (linear > 1.002)).any(axis=1)
    linear = np.clip(kept, 0, 1)
    colours = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return colours.astype(np.float32)


def to_hex(lab: Array) -> str:
    """Return an OKLab colour as ``#rrggbb``."""
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in from_oklab(lab[None, :])[0])


def turn_hue(palette: Palette, degrees: float) -> Palette:
    """Turn the hue of each colour on the circle of OKLab; lightness stays."""
    lab = np.stack([oklab_of(colour) for colour in palette])
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b = lab[:, 1].copy(), lab[:, 2].copy()
    lab[:, 1], lab[:, 2] = a * cos - b * sin, a * sin + b * cos
    return tuple(to_hex(colour) for colour in lab)


@cache
def grid() -> Array:
    """Return the colours of a table's nodes as sRGB from 0 to 1, red changing fastest."""
    steps = np.linspace(0, 1, NODES, dtype=np.float32)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    nodes: Array = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    return nodes


def table_of(colours: Array) -> ImageFilter.Color3DLUT:
    """Return the filter that maps the nodes of ``grid()`` to these three channels from 0 to 1."""
    return ImageFilter.Color3DLUT(NODES, np.ascontiguousarray(np.clip(colours, 0, 1), np.float32).ravel())


def lab_pixels(image: Image.Image) -> Array:
    """Return an image's OKLab, shape (height, width, 3), by a table: exact to about a 250th."""
    values: Array = np.asarray(image.filter(_lab_table()), np.float32) / np.float32(255)
    return values - _MIDDLE


@cache
def _lab_table() -> ImageFilter.Color3DLUT:
    return table_of(to_oklab(grid()) + _MIDDLE)


@lru_cache(maxsize=256)
def _table(grade: Grade) -> ImageFilter.Color3DLUT:
    return table_of(from_oklab(grade.lab(to_oklab(grid()))))


def _nearest(lab: Array, palette: Palette) -> Array:
    """Return the palette's colours softly mixed by nearness, half of it along its ramp of lightness.

    Without the ramp a gray picture would stay gray, without the nearness all that is light would have one hue.
    """
    stops = np.stack([oklab_of(colour) for colour in palette])
    apart = (lab[:, None, 0] - stops[None, :, 0]) ** 2 * 1.5
    apart = apart + ((lab[:, None, 1:] - stops[None, :, 1:]) ** 2).sum(axis=2) * 4
    weights = np.exp(-apart / 0.012)
    weights /= weights.sum(axis=1, keepdims=True) + 1e-9
    lights, hues = stops[: len(ramp_of(palette))].T[0], stops[: len(ramp_of(palette))].T
    ramp = np.stack([np.interp(lab[:, 0], lights, part) for part in hues], axis=1)
    mixed: Array = (0.65 * (weights @ stops) + 0.35 * ramp).astype(np.float32)
    return mixed
