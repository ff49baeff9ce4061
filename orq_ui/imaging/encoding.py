"""A Pillow image back to bytes: the format kept, the quality high, the metadata gone."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from orq_ui.imaging.pillow_warnings import suppress_warnings

_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})


def to_8_bit(image: Image.Image) -> Image.Image:
    """Return the image in 8 bits a channel: L, LA, RGB or RGBA, with transparency of any kind as an alpha channel.

    Palettes and single bits cannot be smoothly resized, and have no room for a new colour.
    """
    if image.mode in {"L", "LA", "RGB", "RGBA"} and (image.mode in {"LA", "RGBA"} or not image.has_transparency_data):
        return image  # which may be large
    if image.mode.startswith("I"):
        # Pillow clips 16 bits to 8 instead of scaling them.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    grey = image.mode in {"1", "L", "LA"}
    if image.has_transparency_data:
        return image.convert("LA" if grey else "RGBA")
    return image.convert("L" if grey else "RGB")


def encode_image(image: Image.Image, media_type: str, *, lossless: bool = False) -> bytes:
    """Return the image's bytes without EXIF, XMP and comments; the colour profile is kept where it still fits.

    The image's ``info`` is cleared. JPEG has quality 95 and full colour resolution; ``lossless`` is for WebP, which
    otherwise has quality 95.
    """
    profile = image.info.get("icc_profile")
    if media_type == "image/png" and image.mode not in _PNG_MODES:
        # The profile of print colours says nothing of screen colours.
        profile = None if image.mode == "CMYK" else profile
        image = to_8_bit(image)
    # Some of Pillow's writers fall back to what the reader found. No copy is made for it, as that may take 200 MB.
    image.info = {name: value for name, value in image.info.items() if name == "transparency"}
    out = BytesIO()
    with suppress_warnings():
        match media_type:
            case "image/jpeg":
                image.save(out, "JPEG", quality=95, subsampling=0, icc_profile=profile)
            case "image/webp":
                image.save(out, "WEBP", quality=95, lossless=lossless, exact=True, icc_profile=profile)
            case _:
                image.save(out, "PNG", icc_profile=profile)
    return out.getvalue()
