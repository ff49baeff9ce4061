"""Small pictures for the gallery of samples, drawn once per process."""

from __future__ import annotations

from functools import cache

from orq_ui.imaging import sample, thumbnail

SAMPLE_PREFIX = "/app/static/samples/"
SIDE = 240
"""Pixels; twice the width at which the gallery shows them."""


@cache
def sample_thumbnail(sample_id: str) -> tuple[bytes, str]:
    """The thumbnail's bytes and media type."""
    return thumbnail(sample(sample_id), SIDE), "image/webp"
