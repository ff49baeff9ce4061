"""A small upright copy for screens."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from orq_ui.imaging.decoding import open_image
from orq_ui.imaging.encoding import to_8_bit
from orq_ui.imaging.orientation import apply_orientation
from orq_ui.imaging.picture import Picture
from orq_ui.imaging.pillow_warnings import suppress_warnings


def thumbnail(picture: Picture, side: int = 256) -> bytes:
    """Return a WebP of at most ``side`` pixels on the long side; a smaller picture keeps its size."""
    orientation = picture.orientation
    out = BytesIO()
    with open_image(picture.bytes) as image, suppress_warnings():
        # A JPEG can be decoded at an eighth of its size; twice the wanted one is enough to stay sharp.
        image.draft(image.mode, (2 * side, 2 * side))
        profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
        small = to_8_bit(image)
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        apply_orientation(small, orientation).save(out, "WEBP", quality=85, icc_profile=profile)
    return out.getvalue()
