"""A small upright copy for screens."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from orq_ui.imaging.encoding import simple
from orq_ui.imaging.opening import opened
from orq_ui.imaging.picture import Picture
from orq_ui.imaging.quiet import quietly
from orq_ui.imaging.upright import turned


def thumbnail(picture: Picture, side: int = 256) -> bytes:
    """A WebP of at most ``side`` pixels on the long side; a smaller picture keeps its size."""
    orientation = picture.orientation
    out = BytesIO()
    with opened(picture.bytes) as image, quietly():
        # A JPEG can be decoded at an eighth of its size; twice the wanted one is enough to stay sharp.
        image.draft(image.mode, (2 * side, 2 * side))
        profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
        small = simple(image)
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        turned(small, orientation).save(out, "WEBP", quality=85, icc_profile=profile)
    return out.getvalue()
