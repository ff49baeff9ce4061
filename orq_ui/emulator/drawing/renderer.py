"""The way from an uploaded picture to one drawn variation."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from PIL import Image

from orq_ui.emulator.drawing.color import Array
from orq_ui.emulator.drawing.crops import CROPS, apply_crop, salience
from orq_ui.emulator.drawing.load import load_source
from orq_ui.emulator.drawing.styles import FINEST, STYLES, Style, style_of
from orq_ui.emulator.drawing.watermark import add_watermark, encode_png
from orq_ui.imaging import Picture

T = TypeVar("T")


@dataclass(frozen=True)
class Renderer:
    """One picture opened for one model; ``draw`` may be called from several threads at once."""

    source: Image.Image
    salience: Array
    sha256: str
    model: str
    side: int
    seed: int

    @classmethod
    def open(cls, picture: Picture, model: str, side: int, seed: int, source: Image.Image | None = None) -> Renderer:
        """Decode the picture once for all variations of ``side`` pixels, unless its :func:`load_source` is given."""
        source = source or load_source(picture, side)
        return cls(source=source, salience=salience(source), sha256=picture.sha256, model=model, side=side, seed=seed)

    def draw(self, index: int) -> bytes:
        """Draw one variation as PNG, marked: the same bytes for the same picture, model, index and seed."""
        stand_in = self.model not in STYLES
        marked = add_watermark(self.paint(index), self.model, stand_in=stand_in)
        return encode_png(marked, model=self.model, index=index, seed=self.seed, stand_in=stand_in)

    def paint(self, index: int) -> Image.Image:
        """Return the variation without its watermark."""
        takes = self.ordered(style_of(self.model))
        rng = self._random(str(index))
        image = self.compose(index)
        for step in takes[index % len(takes)]:
            image = step(image, rng)
        return image

    def compose(self, index: int) -> Image.Image:
        """Return the part of the picture that a variation shows, not drawn yet."""
        crop = CROPS[index % len(CROPS)]
        return apply_crop(self.source, self.salience, crop, self.side, self._random(f"{index}|crop"))

    def ordered(self, style: Style) -> Style:
        """Return the takes in the order of this picture, model and seed: the finest stay first."""
        return self._shuffled(style[:FINEST], "finest") + self._shuffled(style[FINEST:], "others")

    def _shuffled(self, items: tuple[T, ...], purpose: str) -> tuple[T, ...]:
        """Order the items anew for each picture, model and seed, so that ten indices are ten different ones."""
        return tuple(self._random(purpose).sample(items, len(items)))

    def _random(self, purpose: str) -> Random:
        # Not a secret: a seeded draw, so that a picture can be drawn again.
        return Random(f"{self.sha256}|{self.model}|{self.seed}|{purpose}")  # noqa: S311
