"""The style of each model: its colours, its filters, its frame."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from types import MappingProxyType

from PIL import Image

from orq_ui.emulator.drawing import effects, frames, painting, printing, tiles
from orq_ui.emulator.drawing.color import Ramp

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
_RIPE: tuple[Ramp, ...] = (
    ("#2b1450", "#c2185b", "#ff8f3f", "#ffe9b8"),
    ("#10314f", "#0f8b8d", "#f4b942", "#fdf3dd"),
    ("#3a0f2b", "#e4572e", "#f3a712", "#fff1d0"),
)
_FILM: tuple[Ramp, ...] = (
    ("#04141c", "#0e4a56", "#d98a4b", "#ffe7c4"),
    ("#0a0f1f", "#27496d", "#c97b63", "#f8e6d4"),
)
_MILK: tuple[Ramp, ...] = (
    ("#28304a", "#7b8fb8", "#d9b8c4", "#f4eee6"),
    ("#243b3a", "#6ea18f", "#e3c9a8", "#f1efe6"),
    ("#3a2c4a", "#9a83b5", "#e6b8a2", "#f5ece8"),
)
_WASH: tuple[Ramp, ...] = (
    ("#1d2b4f", "#4f7cac", "#c0a9bd", "#f7f3ea"),
    ("#33261d", "#a8632d", "#e0b589", "#f8f2e4"),
    ("#12352f", "#3f7d5d", "#b7c98a", "#f5f4e8"),
    ("#3b1830", "#a34a6b", "#e8a9a0", "#faf1ea"),
)
_INKS: tuple[Ramp, ...] = (
    ("#0a5c9e", "#ff5a66", "#f6f0e2"),
    ("#5a2d82", "#ffb000", "#f7f2e6"),
    ("#00695c", "#ff7a45", "#f4f0e4"),
    ("#1b1b3a", "#ff48b0", "#f7f1e8"),
    ("#b3261e", "#38a3a5", "#f8f3e3"),
)
_STONE: tuple[Ramp, ...] = (
    ("#1c2430", "#2f6f8f", "#d98f4e", "#efe6d2"),
    ("#231a2e", "#7a3b69", "#d6a24a", "#f0e7d8"),
    ("#13251f", "#2f7f6b", "#c9b458", "#ece7d5"),
)
_NIGHT: tuple[Ramp, ...] = (
    ("#07061a", "#ff2bd6", "#7a3cff", "#18e0ff"),
    ("#05110f", "#00ffa3", "#00b3ff", "#f6ff5c"),
    ("#14050f", "#ff3d3d", "#ff2bd6", "#ffb13d"),
    ("#060a1c", "#2b6bff", "#18e0ff", "#ff4fd8"),
)
_CUTS: tuple[Ramp, ...] = (
    ("#171513", "#f3ecdc"),
    ("#14213d", "#e9a23b", "#f6efdf"),
    ("#5c1a1b", "#f2e7d5"),
    ("#12372a", "#e8c07d", "#f5efde"),
    ("#1f1a3d", "#e2725b", "#f4ebdd"),
)
STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "openai/dall-e-2": Style(_RIPE, ALL_FILTERS, frames.mat, 0.12),
        "openai/dall-e-3": Style(
            _FILM, (*ALL_FILTERS[:8], effects.double_exposure, *ALL_FILTERS[9:]), frames.letterbox, 0.42
        ),
        "openai/gpt-image-1": Style(
            _MILK, (*ALL_FILTERS[:9], *ALL_FILTERS[10:], effects.double_exposure), frames.card, 0.38
        ),
        "emulator/aquarelle": Style(
            _WASH,
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
            _INKS,
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
            _STONE,
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
            _NIGHT,
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
            _CUTS,
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
    """Return the style of a model; one that a scenario invents gets its own from a hash of its name."""
    if model in STYLES:
        return STYLES[model]
    digest = hashlib.sha256(model.encode()).digest()
    ramps = (_RIPE, _FILM, _MILK, _WASH, _STONE, _CUTS[1:2] + _RIPE[:1])[digest[0] % 6]
    start = digest[1] % len(ALL_FILTERS)
    return Style(ramps, ALL_FILTERS[start:] + ALL_FILTERS[:start], _FRAMES[digest[2] % len(_FRAMES)], 0.3)
