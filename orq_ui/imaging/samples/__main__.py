"""Draws the samples' thumbnails anew: ``python -m orq_ui.imaging.samples``, after a drawing was changed."""

from orq_ui.imaging.samples import SAMPLES, THUMBNAILS, sample
from orq_ui.imaging.thumbnail import thumbnail

SIDE = 240
"""Pixels; twice the width at which the gallery shows them."""

for item in SAMPLES:
    (THUMBNAILS / f"{item.id}.webp").write_bytes(thumbnail(sample(item.id), SIDE))
