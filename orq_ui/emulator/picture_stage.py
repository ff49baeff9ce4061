"""Fourth stage: the uploaded picture, judged by its content."""

from __future__ import annotations

from typing import NamedTuple

from orq_ui.emulator.api_error import ApiError, bad_request
from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.emulator.multipart_stage import Part
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import Picture
from orq_ui.imaging.workers import load_picture_async

_REASONS = {
    "empty": "The image has no bytes.",
    "too_many_bytes": "The image must be under 50 MB.",
    "not_a_picture": "The image is not a picture.",
    "wrong_type": "The image must be PNG, WebP or JPEG.",
    "too_many_pixels": "The image has too many pixels.",
    "animated": "The image must not be animated.",
    "truncated": "The image is broken or incomplete.",
    "too_much_memory": "Decoding the image takes too much memory: send it as a baseline JPEG, or smaller.",
    "too_many_scans": "The image has too many scans: save it as a baseline JPEG.",
    "too_slow": "Decoding the image takes too long: save it anew, or smaller.",
    "decoder_failed": "The image cannot be decoded: save it anew.",
}


class ValidatedImage(NamedTuple):
    """What is remembered of a picture that passed the check: not its bytes. Sizes in pixels."""

    media_type: str
    width: int
    height: int


def required_image(part: Part | None) -> Part:
    """Return the picture's part; raises a 400 when there is none."""
    if part is None:
        raise bad_request("image is missing.", "image")
    return part


def unusable_image(unusable: UnusablePicture) -> ApiError:
    """Return the 400 for a picture that was refused with this error."""
    return bad_request(_REASONS.get(unusable.reason, f"The image is not usable: {unusable.reason}."), "image")


async def read_picture(part: Part, validated: BoundedStore[str, ValidatedImage]) -> Picture:
    """Check the picture beside the event loop, since decoding takes a while; raises a 400. Cancelling stops it.

    ``validated`` holds the pictures that passed before, by their SHA-256; they are not decoded again.
    """
    name = part.filename or "picture"
    if known := validated.get(part.sha256):
        return Picture(name, known.media_type, part.content, known.width, known.height)
    try:
        picture = await load_picture_async(part.content, name)
    except UnusablePicture as unusable:
        raise unusable_image(unusable) from unusable
    validated[part.sha256] = ValidatedImage(picture.media_type, picture.width, picture.height)
    return picture
