"""Fifth stage: the uploaded picture, judged by its content."""

from __future__ import annotations

import anyio.to_thread

from orq_ui.emulator.multipart_stage import Part
from orq_ui.emulator.refusal import bad_request
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import Picture

_REASONS = {
    "empty": "The image has no bytes.",
    "too_many_bytes": "The image must be under 50 MB.",
    "not_a_picture": "The image is not a picture.",
    "wrong_type": "The image must be PNG, WebP or JPEG.",
    "too_many_pixels": "The image has too many pixels.",
    "animated": "The image must not be animated.",
    "truncated": "The image is broken or incomplete.",
}


async def read_picture(part: Part | None) -> Picture:
    """Check the picture in a thread, since decoding a large one takes a while; raises a 400 refusal."""
    if part is None:
        raise bad_request("image is missing.", "image")
    try:
        return await anyio.to_thread.run_sync(Picture.from_bytes, part.content, part.filename or "picture")
    except UnusablePicture as reason:
        raise bad_request(
            _REASONS.get(reason.reason, f"The image is not usable: {reason.reason}."), "image"
        ) from reason
