"""Fifth stage: the uploaded picture, judged by its content."""

from __future__ import annotations

from collections import OrderedDict

import anyio
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


class Acquaintances:
    """The pictures that passed the check before, by digest: their type and size, not their bytes."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[str, int, int]] = OrderedDict()

    def recall(self, part: Part) -> Picture | None:
        """The picture without another look at it, or None when it is new."""
        known = self._known.get(part.sha256)
        if known is None:
            return None
        media_type, width, height = known
        return Picture(_name(part), media_type, part.content, width, height)

    def remember(self, part: Part, picture: Picture) -> None:
        """Add one; the oldest go first when there are too many."""
        self._known[part.sha256] = (picture.media_type, picture.width, picture.height)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


def needed(part: Part | None) -> Part:
    """The picture's part; raises a 400 refusal when there is none."""
    if part is None:
        raise bad_request("image is missing.", "image")
    return part


async def read_picture(part: Part, known: Acquaintances, limiter: anyio.CapacityLimiter) -> Picture:
    """Check the picture in a thread, since decoding a large one takes a while and memory; raises a 400 refusal."""
    if recalled := known.recall(part):
        return recalled
    try:
        picture = await anyio.to_thread.run_sync(Picture.from_bytes, part.content, _name(part), limiter=limiter)
    except UnusablePicture as reason:
        message = _REASONS.get(reason.reason, f"The image is not usable: {reason.reason}.")
        raise bad_request(message, "image") from reason
    known.remember(part, picture)
    return picture


def _name(part: Part) -> str:
    return part.filename or "picture"
