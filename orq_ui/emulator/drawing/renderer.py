"""The way from an uploaded picture to one drawn variation."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image

from orq_ui.emulator.drawing.color import grade
from orq_ui.emulator.drawing.composition import VIEWS, compose, subject
from orq_ui.emulator.drawing.load import open_source
from orq_ui.emulator.drawing.styles import look_of
from orq_ui.emulator.drawing.watermark import png, stamp
from orq_ui.imaging import Picture


@dataclass(frozen=True)
class Studio:
    """One picture opened for one model; ``draw`` may be called from several threads at once."""

    base: Image.Image
    focus: tuple[float, float]
    sha256: str
    model: str
    side: int
    seed: int

    @classmethod
    def open(cls, picture: Picture, model: str, side: int, seed: int) -> Studio:
        """Decode the picture once for all variations of ``side`` pixels."""
        base = open_source(picture, side)
        return cls(base, subject(base), picture.sha256, model, side, seed)

    def draw(self, index: int) -> bytes:
        """One variation as PNG: the same bytes for the same picture, model, index and seed."""
        look = look_of(self.model)
        takes, ramps = self._shuffled(look.takes, "takes"), self._shuffled(look.ramps, "ramps")
        views = VIEWS[:1] + self._shuffled(VIEWS[1:], "views")
        rng = self._random(str(index))
        ramp = ramps[index % len(ramps)]
        seen = compose(self.base, self.focus, views[index % len(views)], self.side, rng)
        drawn = takes[index % len(takes)](seen, rng, ramp)
        if look.tint:
            drawn = grade(drawn, ramp, look.tint)
        drawn = look.frame(drawn, rng, ramp)
        return png(stamp(drawn, self.model), model=self.model, index=index, seed=self.seed)

    def _shuffled(self, items: tuple[object, ...], purpose: str) -> tuple:  # type: ignore[type-arg]
        """Another order for each picture, model and seed, so that ten indices are ten different ones."""
        return tuple(self._random(purpose).sample(items, len(items)))

    def _random(self, purpose: str) -> Random:
        # Not a secret: a seeded draw, so that a picture can be drawn again.
        return Random(f"{self.sha256}|{self.model}|{self.seed}|{purpose}")  # noqa: S311
