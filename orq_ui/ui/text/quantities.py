"""Counts, file sizes, durations and a picture's facts, as people write them."""

from __future__ import annotations

from collections.abc import Mapping

from orq_ui.history.run import StoredPicture
from orq_ui.imaging import FORMATS, Picture

PHASES = {"tls": "TLS", "fetch": "fetch pictures"}
"""The phases of a call that are not called what the client calls them."""


def size(count: int) -> str:
    """Return bytes in decimal units, as file managers do: ``1.2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:
        return f"{count / 1e3:.0f} kB"
    return f"{count / 1e6:.1f} MB" if count < 999_950_000 else f"{count / 1e9:.1f} GB"


def duration(milliseconds: float) -> str:
    """Return ``340 ms``, ``2.1 s`` or ``12 min``."""
    if milliseconds < 999.5:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s" if milliseconds < 119_950 else f"{milliseconds / 60_000:.0f} min"


def percent(probability: float) -> str:
    """Return ``34 %``; what is neither impossible nor certain is not rounded to 0 or 100 %."""
    if 0 < probability < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < probability < 1 else f"{probability * 100:.0f} %"


def phases(timings: Mapping[str, float]) -> str:
    """Return the measured parts of a call's time, given in milliseconds by phase: ``connect 3 ms · send 1 ms``."""
    return " · ".join(f"{PHASES.get(name, name)} {duration(ms)}" for name, ms in timings.items())


def plural(count: int, noun: str) -> str:
    """Return ``1 picture`` or ``2 pictures``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def picture_facts(picture: Picture | StoredPicture, count: int) -> str:
    """Return ``1024 × 1024 · PNG · 1.2 MB``; ``count`` is the number of its bytes."""
    return f"{picture.width} × {picture.height} · {FORMATS[picture.media_type]} · {size(count)}"
