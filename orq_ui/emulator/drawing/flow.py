"""The lines of a picture: where its forms run, strokes along them, and contours drawn from them.

The direction is that of the smoothed structure tensor; strokes are line integral convolutions (Cabral and Leedom, 1993)
along it, contours differences of Gaussians (Winnemöller's XDoG, 2012), areas a generalised Kuwahara filter.
"""

from __future__ import annotations

import math
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from orq_ui.emulator.drawing.color import Array
from orq_ui.emulator.drawing.surface import gray, noise, resized, soft, to_array, to_image

TENSOR_SIDE = 192
"""Pixels a side at which directions are found."""


def directions(image: Image.Image, rest: float = 0.0) -> tuple[Array, Array]:
    """Return the unit vectors along the forms, x and y; where nothing has a direction, ``rest`` in degrees."""
    side = min(image.width, TENSOR_SIDE)
    small = gray(image.resize((side, side), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.2)))
    down, right = _gradient(small)
    # As double angles, so that opposite directions are one.
    even, skew = right * right - down * down, 2 * right * down
    tensors = []
    for part, bias in ((even, -math.cos(math.radians(2 * rest))), (skew, -math.sin(math.radians(2 * rest)))):
        near, far = _average(part, max(1, side // 48)), _average(part, max(1, side // 9))
        tensors.append(resized(near + far * np.float32(0.35) + np.float32(bias * 2e-5), image.width))
    angle = np.arctan2(tensors[1], tensors[0]) / 2 + np.float32(math.pi / 2)
    return np.cos(angle), np.sin(angle)


def smeared(values: Array, along: tuple[Array, Array], length: float, rng: Random) -> Array:
    """Return values averaged along the directions, over ``length`` pixels each way; one channel or three."""
    rows, columns = values.shape[:2]
    doublings = max(1, min(5, round(math.log2(max(2.0, length / 1.5)))))
    stride = length / 2**doublings
    dither = noise(rows, rng, rows) - np.float32(0.5)
    flat = values.reshape(rows * columns, -1)
    total = np.zeros_like(flat)
    for way in (stride, -stride):
        # Rounded with dither, so that no direction is preferred.
        right = np.arange(columns)[None, :] + np.rint(along[0] * np.float32(way) + dither).astype(np.int32)
        down = np.arange(rows)[:, None] + np.rint(along[1] * np.float32(way) - dither).astype(np.int32)
        following = (np.clip(down, 0, rows - 1) * columns + np.clip(right, 0, columns - 1)).ravel()
        total += _walked(flat, following, doublings)
    averaged: Array = (total * np.float32(0.5)).reshape(values.shape)
    return averaged


def strokes(along: tuple[Array, Array], width: float, length: float, rng: Random) -> Array:
    """Return the texture of strokes from about 0 to 1: noise as wide as a bristle, drawn along the directions."""
    side = along[0].shape[0]
    drawn = smeared(noise(side, rng, round(side / width)), along, length, rng)
    texture: Array = np.clip((drawn - 0.5) / max(1e-6, float(drawn.std()) * 4) + 0.5, 0, 1)
    return texture


def contours(
    brightness: Array, along: tuple[Array, Array], width: float, rng: Random, *, reach: float = 4.0, light: float = 0.0
) -> Array:
    """Return how dark a contour is, from 0 to 1: lines ``width`` pixels wide, made whole along the directions.

    ``light`` is how strong lines are that are lighter than what is around them.
    """
    picture = to_image(brightness)
    near = to_array(picture.filter(ImageFilter.GaussianBlur(width * 0.6)))
    far = to_array(picture.filter(ImageFilter.GaussianBlur(width * 1.4)))
    lines: Array = np.asarray(far - near)
    if light:
        lines = np.maximum(lines, lines * np.float32(-light))
    lines = smeared(lines, along, width * reach, rng)
    dark: Array = np.tanh(np.clip(lines * np.float32(26) - np.float32(0.12), 0, None))
    return dark


def areas(image: Image.Image, radius: int) -> Image.Image:
    """Return an image in even areas with sharp borders, as a brush would fill them."""
    radius = max(1, radius)
    means = to_array(image.filter(ImageFilter.BoxBlur(radius)))
    light = gray(image)
    spread = _average(light * light, radius) - _average(light, radius) ** 2
    total, weights = np.zeros_like(means), np.zeros_like(light)
    padded_means = np.pad(means, ((radius, radius), (radius, radius), (0, 0)), mode="edge")
    padded = np.pad(1 / (np.clip(spread, 0, None) + np.float32(2e-4)) ** 3, radius, mode="edge")
    padded = padded * np.float32(1e-9)
    rows, columns = light.shape
    diagonal = max(1, round(radius * 0.7))
    for down, right in ((-radius, 0), (radius, 0), (0, -radius), (0, radius), *_corners(diagonal)):
        window = (slice(radius + down, radius + down + rows), slice(radius + right, radius + right + columns))
        weight = padded[window]
        weights += weight
        total += padded_means[window] * weight[..., None]
    return to_image(total / (weights[..., None] + np.float32(1e-12)))


def accented(base: Image.Image, image: Image.Image, least: float = 0.16) -> Image.Image:
    """Return even areas with the small things set on them again that a broad brush leaves out, such as lit windows."""
    small = image.resize(base.size, Image.Resampling.BOX)
    apart = np.abs(to_array(small) - to_array(base)).max(axis=2)
    return Image.composite(small, base, to_image(np.clip((apart - least) * np.float32(6), 0, 1)))


def displaced(image: Image.Image, reach: float, rng: Random, across: int = 26) -> Image.Image:
    """Return an image whose contours waver by some pixels, as a hand's do."""
    side = image.width
    pixels = np.asarray(image)
    right, down = ((noise(side, rng, across) - np.float32(0.5)) * np.float32(2 * reach) for _ in range(2))
    columns = np.clip(np.arange(side)[None, :] + np.rint(right).astype(np.int32), 0, side - 1)
    rows = np.clip(np.arange(side)[:, None] + np.rint(down).astype(np.int32), 0, side - 1)
    return Image.fromarray(pixels[rows, columns]).filter(ImageFilter.GaussianBlur(0.6))


def relief(image: Image.Image, radius: float) -> Array:
    """Return how much stronger the picture changes at a place than around it, from 0 to 1."""
    light = soft(gray(image), radius)
    down, right = _gradient(light)
    strength: Array = np.clip(np.hypot(down, right) * np.float32(radius * 6), 0, 1)
    return strength


def _walked(values: Array, following: NDArray[np.int64], doublings: int) -> Array:
    """Return the mean along the chain that each place begins; each round doubles how far it has gone."""
    for turn in range(doublings):
        values = (values + values.take(following, axis=0, mode="clip")) * np.float32(0.5)
        if turn < doublings - 1:
            following = following.take(following, mode="clip")
    return values


def _gradient(values: Array) -> tuple[Array, Array]:
    """Return how values rise downwards and to the right."""
    down, right = (
        np.gradient(np.asarray(values, np.float32), axis=0),
        np.gradient(np.asarray(values, np.float32), axis=1),
    )
    return down, right


def _average(values: Array, radius: int) -> Array:
    """Return the mean over a square of ``2 * radius + 1`` pixels."""
    for axis in (0, 1):
        ends = [(0, 0), (0, 0)]
        ends[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(values, ends, mode="edge"), axis=axis, dtype=np.float32)
        width, length = 2 * radius + 1, values.shape[axis]
        after, before = np.arange(width, width + length), np.arange(length)
        values = (sums.take(after, axis) - sums.take(before, axis)) * np.float32(1 / width)
    return values


def _corners(reach: int) -> tuple[tuple[int, int], ...]:
    return (-reach, -reach), (-reach, reach), (reach, -reach), (reach, reach)
