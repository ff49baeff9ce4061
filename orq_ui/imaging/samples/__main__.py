"""Draws the samples' thumbnails anew: ``python -m orq_ui.imaging.samples``, after a drawing was changed."""

from orq_ui.imaging.samples import SAMPLES, THUMBNAILS, draw_thumbnail

for item in SAMPLES:
    (THUMBNAILS / f"{item.id}.webp").write_bytes(draw_thumbnail(item.id))
