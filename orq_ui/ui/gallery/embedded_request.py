"""Results that carry their request, and pictures that came with one."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput
from orq_ui.imaging import Picture, Tag, read_tag, redacted, tagged
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.variations.pending_import import Incoming

BROKEN = {
    "tag_broken": "it is damaged",
    "tag_too_large": "it is too large",
    "tag_too_deep": "it is nested too deeply",
    "tag_version": "a newer version of this playground wrote it",
}


def tagged_copy(job: Job, picture: Picture, index: int) -> bytes:
    """The picture with the request that made it inside, its pixels as they were; unchanged where there is no room."""
    tag = Tag.model_validate(
        {
            "request": redacted(job.request.body()),
            "run": job.id,
            "source_sha256": job.picture.sha256 if job.picture else None,
            "index": index,
            "made_at": datetime.fromtimestamp(job.ended_at or 0, UTC).isoformat(timespec="seconds"),
            "origin": "emulated" if job.ledger is not None else urlsplit(job.wire.url).netloc,
            "digest": job.wire.digest,
        }
    )
    try:
        return tagged(picture, tag).picture.bytes
    except InvalidInput:
        return picture.bytes


def carried(data: bytes) -> Incoming | None:
    """The request that a picture's bytes carry, to be looked at; None when they carry none."""
    try:
        tag = read_tag(data)
    except InvalidInput as refused:
        why = BROKEN.get(refused.reason)
        return None if why is None else Incoming("A picture", None, (f"Its request cannot be read: {why}.",))
    if tag is None:
        return None
    notes = [f"Variation {tag.index + 1} of call {tag.run}, {tag.made_at}, {tag.origin}."]
    if "•••" in str(tag.request):
        notes.append("A value that looked like a secret was left out when it was saved.")
    return Incoming("A picture", ImageVariationRequest.as_is(tag.request), tuple(notes))
