"""A sheet to draw posters on: shapes with gradients, soft shadows, glows, grainy shading and paper grain."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cached_property

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from orq_ui.imaging.samples.paint import Linear, Paint, filled

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Mask = Image.Image
_OVER = 2  # everything is drawn this much larger, then made small: smooth edges
_SOFT = 8  # blurs are made this much smaller than drawn: the eye sees no difference, the clock does


class Canvas:
    """Coordinates are the finished picture's pixels; masks are greyscale images of the drawn size."""

    def __init__(self, width: int, height: int, ground: Paint, seed: int) -> None:
        self.size = (width, height)
        self._drawn = (width * _OVER, height * _OVER)
        self._random = random.Random(seed)  # noqa: S311 - grain, not secrets
        self.image = filled(ground, self._drawn)

    def polygon(self, points: Sequence[Point]) -> Mask:
        """The area inside the points."""
        return self._mask(lambda pen: pen.polygon([(x * _OVER, y * _OVER) for x, y in points], fill=255))

    def ellipse(self, x: float, y: float, across: float, down: float | None = None) -> Mask:
        """The ellipse around a centre, by its half widths."""
        down = across if down is None else down
        return self._mask(lambda pen: pen.ellipse(_box(x - across, y - down, x + across, y + down), fill=255))

    def dots(self, places: Sequence[tuple[float, float, float]]) -> Mask:
        """Many circles in one mask, each by its centre and radius."""

        def draw(pen: ImageDraw.ImageDraw) -> None:
            for x, y, radius in places:
                pen.ellipse(_box(x - radius, y - radius, x + radius, y + radius), fill=255)

        return self._mask(draw)

    def boxes(self, places: Sequence[Box]) -> Mask:
        """Many rectangles in one mask."""

        def draw(pen: ImageDraw.ImageDraw) -> None:
            for place in places:
                pen.rectangle(_box(*place), fill=255)

        return self._mask(draw)

    def box(self, left: float, top: float, right: float, bottom: float, round_by: float = 0) -> Mask:
        """A rectangle, its corners rounded."""
        return self._mask(
            lambda pen: pen.rounded_rectangle(_box(left, top, right, bottom), round(round_by * _OVER), fill=255)
        )

    def stroke(self, points: Sequence[Point], width: float) -> Mask:
        """A line through the points with round ends."""
        radius = width / 2
        ends = (points[0], points[-1])

        def draw(pen: ImageDraw.ImageDraw) -> None:
            pen.line([(x * _OVER, y * _OVER) for x, y in points], fill=255, width=round(width * _OVER), joint="curve")
            for x, y in ends:
                pen.ellipse(_box(x - radius, y - radius, x + radius, y + radius), fill=255)

        return self._mask(draw)

    def fill(self, mask: Mask, paint: Paint, opacity: float = 1.0) -> None:
        """Cover the mask's area; a gradient spans the box around that area."""
        box = mask.getbbox()
        if box is None:
            return
        area = mask.crop(box)
        if opacity < 1:
            area = area.point(lambda value: value * opacity)
        self.image.paste(filled(paint, area.size), box, area)

    def soft(self, mask: Mask, blur: float, move: Point = (0, 0)) -> Mask:
        """The mask with a soft edge, moved; ``blur`` is about half the width of the edge."""
        small = mask.resize((self._drawn[0] // _SOFT, self._drawn[1] // _SOFT), Image.Resampling.BOX)
        shift = (round(move[0] * _OVER / _SOFT), round(move[1] * _OVER / _SOFT))
        moved = Image.new("L", small.size)
        moved.paste(small, shift)
        blurred = moved.filter(ImageFilter.GaussianBlur(blur * _OVER / _SOFT))
        return blurred.resize(self._drawn, Image.Resampling.BILINEAR)

    def outline(self, mask: Mask, width: float) -> Mask:
        """The mask grown by ``width`` on every side, its corners rounded."""
        wide = self.soft(mask, width * 0.75)
        return either(mask, wide.point(lambda value: max(0, min(255, (value - 20) * 40))))

    def glow(self, x: float, y: float, radius: float, paint: Paint, opacity: float = 1.0) -> None:
        """Light around a point, gone at ``radius``."""
        self.fill(self.soft(self.ellipse(x, y, radius * 0.5), radius * 0.22), paint, opacity)

    def shadow(self, mask: Mask, colour: str, blur: float, move: Point, opacity: float = 0.4) -> None:
        """What the shape casts on what is already drawn."""
        self.fill(self.soft(mask, blur, move), colour, opacity)

    def shade(self, mask: Mask, where: Mask, paint: Paint, opacity: float = 1.0) -> None:
        """Grainy shading of the shape: as many specks as ``where`` is bright."""
        box = mask.getbbox()
        if box is None:
            return
        specks = ImageChops.add(where.crop(box), self._noise.crop(box), offset=-255)
        area = ImageChops.darker(specks.point(lambda value: 255 * opacity if value else 0), mask.crop(box))
        self.image.paste(filled(paint, area.size), box, area)

    def slope(self, mask: Mask, degrees: float, strength: float = 1.0) -> Mask:
        """A ramp over the mask's box for :meth:`shade`: no specks at the start, most towards ``degrees``."""
        box = mask.getbbox() or (0, 0, 1, 1)
        ramp = filled(Linear(("#000000", "#ffffff"), degrees), (box[2] - box[0], box[3] - box[1])).convert("L")
        sheet = Image.new("L", self._drawn)
        # The power keeps the lit side clean.
        sheet.paste(ramp.point(lambda value: (value / 255) ** 1.8 * 255 * strength), box[:2])
        return sheet

    def finished(self, grain: float = 0.05) -> Image.Image:
        """The picture at its own size, with the grain of paper; ``grain`` is its strength, 0 to 1."""
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        if not grain:
            return small
        width, height = self.size
        noise = Image.frombytes("L", self.size, self._random.randbytes(width * height))
        reach = grain * 128
        # Few levels of noise look the same as many and make a far smaller file.
        light = noise.point(lambda value: round((value - 127.5) / 127.5 * reach / 2) * 2 + 128)
        return ImageChops.add(small, Image.merge("RGB", (light, light, light)), offset=-128)

    @cached_property
    def _noise(self) -> Mask:
        width, height = self._drawn
        return Image.frombytes("L", self._drawn, self._random.randbytes(width * height))

    def _mask(self, draw: Callable[[ImageDraw.ImageDraw], None]) -> Mask:
        mask = Image.new("L", self._drawn)
        draw(ImageDraw.Draw(mask))
        return mask


def both(first: Mask, second: Mask) -> Mask:
    """Where both masks are."""
    return ImageChops.darker(first, second)


def either(*masks: Mask) -> Mask:
    """Where at least one of the masks is."""
    whole = masks[0]
    for mask in masks[1:]:
        whole = ImageChops.lighter(whole, mask)
    return whole


def without(first: Mask, second: Mask) -> Mask:
    """The first mask where the second is not."""
    return ImageChops.subtract(first, second)


def _box(left: float, top: float, right: float, bottom: float) -> Box:
    return left * _OVER, top * _OVER, right * _OVER, bottom * _OVER
