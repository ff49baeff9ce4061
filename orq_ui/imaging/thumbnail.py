"""A small upright copy for screens."""

from __future__ import annotations

from io import BytesIO

from orq_ui.imaging.decoding import open_accepted
from orq_ui.imaging.encoding import to_8_bit
from orq_ui.imaging.orientation import apply_orientation
from orq_ui.imaging.picture import Picture
from orq_ui.imaging.scaling import fit_image, size_within


def thumbnail(picture: Picture, side: int = 256) -> bytes:
    """Return a WebP of at most ``side`` pixels on the long side; a smaller picture keeps its size.

    Raise :class:`UnusablePicture` with reason ``truncated`` or ``too_much_memory`` where its pixels are not to be had.
    """
    out = BytesIO()
    with open_accepted(picture.bytes, side) as image:
        profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
        small = to_8_bit(fit_image(image, size_within(picture.width, picture.height, side)))
        apply_orientation(small, picture.orientation).save(out, "WEBP", quality=85, icc_profile=profile)
    return out.getvalue()
