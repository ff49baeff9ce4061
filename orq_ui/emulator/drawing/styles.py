"""The style of each model: its colours, its filters, its frame."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType

from PIL import Image
from pydantic import TypeAdapter

from orq_ui.emulator.drawing import effects, frames, painting, printing, tiles
from orq_ui.emulator.drawing.color import Ramp, turn_hue

Filter = Callable[[Image.Image, Random, Ramp], Image.Image]


@dataclass(frozen=True)
class Style:
    """``ramps`` are the model's colours, the last of each its paper; ``filters`` are the ways in which it draws.

    ``tint`` is how far the colours of every filter are pulled towards the ramp, from 0 to 1.
    """

    ramps: tuple[Ramp, ...]
    filters: tuple[Filter, ...]
    frame: Filter
    tint: float = 0.0


ALL_FILTERS: tuple[Filter, ...] = (
    effects.light_leak,
    painting.poster,
    printing.duotone,
    tiles.triangles,
    painting.watercolour,
    printing.halftone,
    effects.pop_art,
    tiles.stained_glass,
    painting.pen_drawing,
    effects.glitch,
    painting.paper_cutout,
    painting.oil,
)
_RAMPS = TypeAdapter(dict[str, tuple[Ramp, ...]]).validate_json(Path(__file__).with_name("ramps.json").read_bytes())
STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "openai/dall-e-2": Style(_RAMPS["ripe"], ALL_FILTERS, frames.mat, 0.12),
        "openai/dall-e-3": Style(
            _RAMPS["film"], (*ALL_FILTERS[:8], effects.double_exposure, *ALL_FILTERS[9:]), frames.letterbox, 0.42
        ),
        "openai/gpt-image-1": Style(
            _RAMPS["milk"], (*ALL_FILTERS[:9], *ALL_FILTERS[10:], effects.double_exposure), frames.card, 0.38
        ),
        "emulator/aquarelle": Style(
            _RAMPS["wash"],
            (
                painting.watercolour,
                partial(painting.watercolour, pen=0.8),
                partial(painting.watercolour, wet=1.6),
                partial(painting.watercolour, mono=0.95),
                partial(painting.watercolour, pen=0.9, mono=0.6),
                partial(painting.watercolour, wet=0.3, mono=0),
                painting.pen_drawing,
                partial(painting.watercolour, wet=1.3, mono=0.8, pen=0.5),
                partial(painting.watercolour, wet=2.0, pen=0.95, mono=0.05),
                partial(painting.pen_drawing, fill=0.85),
            ),
            frames.no_frame,
        ),
        "emulator/riso": Style(
            _RAMPS["inks"],
            (
                printing.risograph,
                partial(printing.risograph, grain="noise"),
                partial(printing.risograph, grain="lines", cells=70),
                partial(printing.risograph, cells=48, slip=1.6),
                partial(printing.risograph, cells=150, slip=0.6),
                partial(printing.risograph, grain="lines", cells=42, slip=1.4),
                partial(printing.risograph, grain="noise", slip=2.2),
                partial(printing.risograph, cells=34),
                partial(printing.risograph, grain="lines", cells=120),
                partial(printing.risograph, cells=66, slip=2.4),
            ),
            frames.crop_marks,
        ),
        "emulator/mosaic": Style(
            _RAMPS["stone"],
            (
                tiles.squares,
                tiles.hexagons,
                tiles.stained_glass,
                tiles.triangles,
                tiles.dots,
                partial(tiles.squares, across=20),
                partial(tiles.stained_glass, across=22),
                partial(tiles.triangles, across=36),
                partial(tiles.hexagons, across=42),
                partial(tiles.squares, across=56),
            ),
            frames.no_frame,
            0.2,
        ),
        "emulator/neon": Style(
            _RAMPS["night"],
            (
                effects.neon,
                partial(effects.neon, width=2),
                partial(effects.neon, scan=0.5),
                partial(effects.neon, width=0.6, ground=0.6),
                partial(effects.neon, ground=0.1),
                partial(effects.neon, width=1.5, ground=0.8),
                partial(effects.neon, width=0.8, ground=0.2, scan=0.7),
                partial(effects.neon, width=2.6, ground=0.15),
                partial(effects.neon, ground=0.7, scan=0.3),
                partial(effects.neon, width=1.2, ground=0.5),
            ),
            frames.neon_tube,
        ),
        "emulator/linocut": Style(
            _RAMPS["cuts"],
            (
                printing.linocut,
                partial(printing.linocut, angle=-40, rows=44),
                partial(printing.linocut, angle=0, rows=80),
                partial(printing.linocut, angle=90, cut=125),
                partial(printing.linocut, angle=60, rows=100),
                partial(printing.engraving, rows=64, angle=-25),
                partial(printing.linocut, angle=-70, rows=36),
                partial(printing.linocut, angle=15, rows=70, cut=95),
                printing.engraving,
                partial(printing.linocut, angle=45, rows=52, cut=130),
            ),
            frames.deckle_edge,
        ),
    }
)
_FRAMES = (frames.mat, frames.letterbox, frames.card, frames.deckle_edge, frames.no_frame)


def style_of(model: str) -> Style:
    """Return the style of a model; a stand-in's is its own, from a hash of the model's id."""
    if model in STYLES:
        return STYLES[model]
    digest = hashlib.sha256(model.encode()).digest()
    chosen = _RAMPS[("ripe", "film", "milk", "wash", "stone", "mixed")[digest[0] % 6]]
    ramps = tuple(turn_hue(ramp, digest[3] / 256) for ramp in chosen)
    start = digest[1] % len(ALL_FILTERS)
    return Style(ramps, ALL_FILTERS[start:] + ALL_FILTERS[:start], _FRAMES[digest[2] % len(_FRAMES)], 0.45)
