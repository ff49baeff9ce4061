"""The style of each model: ten ways to see a picture again, which differ in light, season, palette and brush."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from random import Random
from types import MappingProxyType

from PIL import Image
from pydantic import TypeAdapter

from orq_ui.emulator.drawing.color import Grade, Palette, ramp_of, turn_hue
from orq_ui.emulator.drawing.light import (
    AUTUMN,
    DAWN,
    DUSK,
    GOLDEN,
    MOON,
    NOIR,
    SPRING,
    SUMMER,
    TEAL,
    WINTER,
    bloom,
    grain,
    misted,
    rim_lit,
    sunlit,
    vignetted,
)
from orq_ui.emulator.drawing.neon import neon
from orq_ui.emulator.drawing.painting import gouache, oil, pastel, pencil, watercolour
from orq_ui.emulator.drawing.printing import halftone, linocut, risograph, screen_print
from orq_ui.emulator.drawing.tiles import stained_glass, tesserae

Step = Callable[[Image.Image, Random], Image.Image]
Take = tuple[Step, ...]
"""Steps, one after the other: mostly light or colours, then a brush."""

Style = tuple[Take, ...]
"""Ten takes, the finest first."""
FINEST = 3
"""The takes of a style that come first, whatever the seed: most people see one to four."""


_PALETTES = TypeAdapter(dict[str, Palette]).validate_json(Path(__file__).with_name("palettes.json").read_bytes())
_BLUE, _PINK, _YELLOW, _TEAL, _RED, _ORANGE = "#0078bf", "#ff48b0", "#ffe800", "#00838a", "#f15060", "#ff6c2f"
_NAVY, _SUNFLOWER, _PINE = "#3255a4", "#ffb511", "#2f6050"


def _in(name: str, strength: float = 0.75, depth: float = 0.2) -> Grade:
    """Return the grade that brings a picture into a palette."""
    return Grade(palette=_PALETTES[name], strength=strength, depth=depth)


_sun = partial(sunlit, colour="#ffb061", strength=0.5)
_grain = partial(grain, strength=0.05)
_film: Take = (partial(bloom, strength=0.3, colour="#ffd9b8"), _grain, partial(vignetted, strength=0.3))
_dark_corners = partial(vignetted, strength=0.5)
_line = partial(watercolour, line=0.75)
_cut = partial(gouache, cut=1.0)
_RICH = Grade(contrast=1.05, saturation=1.15)
_VIVID = Grade(contrast=1.15, saturation=1.2)

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "openai/dall-e-2": (
            (_RICH, oil),
            (_RICH, GOLDEN, _sun, oil),
            (_in("arles", 0.7), partial(oil, broken=1.8)),
            (_in("nordic", 0.75), partial(oil, brush=0.85)),
            (AUTUMN, _in("umber", 0.45), partial(oil, brush=1.2)),
            (MOON, partial(oil, broken=1.4)),
            (SPRING, partial(oil, brush=0.7, broken=2.0)),
            (_in("provence", 0.75), oil),
            (_in("venice", 0.8), partial(oil, brush=1.35, impasto=1.3)),
            (WINTER, partial(misted, colour="#e4ebf2", strength=0.4), oil),
        ),
        "openai/dall-e-3": (
            (GOLDEN, partial(sunlit, colour="#ffae5c", strength=0.7), *_film),
            (TEAL, partial(rim_lit, colour="#ffc98a", strength=0.55), *_film),
            (DUSK, partial(sunlit, colour="#ff7f8f", strength=0.4), *_film),
            (MOON, partial(bloom, strength=0.6, colour="#bcd8ff"), _grain, _dark_corners),
            (DAWN, partial(misted, colour="#efdcd8", strength=0.72), _grain),
            (AUTUMN, _sun, *_film),
            (WINTER, partial(misted, colour="#e6edf4", strength=0.55), _grain),
            (NOIR, partial(rim_lit, colour="#fff4e0", strength=0.4), partial(grain, strength=0.08), _dark_corners),
            (SPRING, partial(bloom, strength=0.6, colour="#fff0f4"), _grain),
            (SUMMER, partial(sunlit, colour="#fff0b8", strength=0.45), *_film),
        ),
        "openai/gpt-image-1": (
            (_in("milk", 0.6), _cut),
            (_in("mint", 0.65), _cut),
            (_in("retro", 0.7), gouache),
            (_in("plum", 0.75), _cut),
            (_in("meadow", 0.7), gouache),
            (DAWN, _in("rose", 0.6), _cut),
            (_in("cobalt", 0.85), _cut),
            (AUTUMN, _in("sienna", 0.6), gouache),
            (MOON, _in("dusk", 0.5), _cut),
            (WINTER, _in("milk", 0.4), partial(gouache, colours=16)),
        ),
        "emulator/aquarelle": (
            (_RICH, watercolour),
            (_RICH, _line),
            (_in("lagoon", 0.65), partial(watercolour, wet=1.4)),
            (_in("indigo", 0.95), watercolour),
            (_in("rose", 0.75), partial(watercolour, wet=1.5)),
            (_in("sienna", 0.95), partial(watercolour, line=0.85, ink="#3a2014")),
            (SPRING, partial(watercolour, pale=0.34, line=0.4, ink="#6a5560")),
            (_in("dusk", 0.7), _sun, watercolour),
            (_in("garden", 0.75), partial(_line, ink="#22372f")),
            (AUTUMN, partial(watercolour, wet=0.7, line=0.5, ink="#4a2a1c")),
        ),
        "emulator/riso": (
            (_VIVID, partial(risograph, inks=(_BLUE, _PINK, _YELLOW))),
            (_VIVID, partial(risograph, inks=(_TEAL, _RED, _SUNFLOWER))),
            (_VIVID, partial(risograph, inks=(_NAVY, _ORANGE))),
            (_VIVID, partial(halftone, inks=(_BLUE, _PINK, _YELLOW))),
            (_VIVID, partial(risograph, inks=("#4a3f9e", _PINK), grain=1.2)),
            (_VIVID, partial(risograph, inks=(_PINE, _RED), sheet="#f7ead2")),
            (_VIVID, partial(halftone, inks=(_NAVY, _RED), dots=76)),
            (_VIVID, partial(risograph, inks=("#1d2a55", _PINK, _SUNFLOWER), slip=1.8)),
            (_VIVID, partial(risograph, inks=("#1d2a55", _SUNFLOWER))),
            (_VIVID, partial(halftone, inks=(_TEAL, _ORANGE), dots=110)),
        ),
        "emulator/mosaic": (
            (_RICH, tesserae),
            (_RICH, stained_glass),
            (_in("ravenna", 0.65), partial(tesserae, across=72)),
            (_in("lagoon", 0.7), partial(tesserae, across=58)),
            (_in("arles", 0.7), partial(stained_glass, across=18)),
            (_RICH, partial(tesserae, across=60, shape="round", grout="#2b2a33")),
            (DUSK, partial(stained_glass, across=26)),
            (_in("cobalt", 0.85), partial(tesserae, across=66, shape="broken", grout="#f3ede0")),
            (GOLDEN, partial(tesserae, across=54, shape="broken", grout="#3a2f2a")),
            (_in("provence", 0.75), partial(stained_glass, across=22, lead="#2a2018")),
        ),
        "emulator/neon": (
            (partial(neon, palette=_PALETTES["night"]),),
            (partial(neon, palette=_PALETTES["electric"], own=0.8),),
            (partial(neon, palette=_PALETTES["sunset"]),),
            (partial(neon, palette=_PALETTES["aurora"], width=0.8),),
            (partial(neon, palette=_PALETTES["orchid"], ground=0.38),),
            (partial(neon, palette=_PALETTES["lime"], own=0.3),),
            (partial(neon, palette=_PALETTES["night"], width=1.7, ground=0.22, own=0.2),),
            (MOON, partial(neon, palette=_PALETTES["electric"], ground=0.4, width=0.7, own=0.2)),
            (partial(neon, palette=_PALETTES["sunset"], ground=0.4, own=0.9),),
            (WINTER, partial(neon, palette=_PALETTES["aurora"], width=1.5, ground=0.28, own=0.1)),
        ),
        "emulator/linocut": (
            (partial(linocut, inks=("#171513",), key=0.48),),
            (partial(linocut, inks=("#14213d", "#e0a13f")),),
            (partial(linocut, inks=("#12372a", "#c8744f", "#e9c58a")),),
            (partial(linocut, inks=("#5c1a1b",), key=0.46, width=1.3),),
            (partial(linocut, inks=("#1f1a3d", "#d9705e"), width=0.8),),
            (partial(linocut, inks=("#0f3a4f", "#5f9ea0", "#cfe0d0")),),
            (partial(linocut, inks=("#1c3f94",), key=0.46, hand=1.3, sheet="#f2efe6"),),
            (partial(linocut, inks=("#3a2414", "#b5651d", "#e3b778")),),
            (partial(linocut, inks=("#22202a", "#8fa3b8"), width=1.4, hand=1.2),),
            (partial(linocut, inks=("#3b1640", "#b0487f", "#f0b38a"), width=0.9),),
        ),
    }
)


def style_of(model: str) -> Style:
    """Return the style of a model; a stand-in's is its own, from a hash of the model's id."""
    return STYLES[model] if model in STYLES else _stand_in(model)


_STAND_IN_PALETTES = ("retro", "dusk", "milk", "venice", "lagoon", "plum", "arles", "mint", "provence", "ravenna")
_FAMILIES: tuple[Callable[[Palette], Step], ...] = (
    lambda palette: partial(pastel, ground=palette[-2]),
    lambda palette: partial(pencil, lead=palette[0], tint=0.8),
    lambda palette: partial(screen_print, inks=palette),
    lambda palette: partial(screen_print, inks=palette, dotted=True, line=0.6),
    lambda palette: partial(halftone, inks=(palette[0], palette[2]), sheet=palette[-1]),
)
"""Brushes that no listed model has, for a palette."""


@lru_cache(maxsize=256)
def _stand_in(model: str) -> Style:
    digest = hashlib.sha256(model.encode()).digest()
    brush = _FAMILIES[digest[0] % len(_FAMILIES)]
    first = digest[1] % len(_STAND_IN_PALETTES)
    names = _STAND_IN_PALETTES[first:] + _STAND_IN_PALETTES[:first]
    takes = []
    for name in names:
        palette = turn_hue(ramp_of(_PALETTES[name]), digest[2] / 256 * 90 - 45)
        takes.append((Grade(palette=palette, strength=0.7, depth=0.2), brush(palette)))
    return tuple(takes)
