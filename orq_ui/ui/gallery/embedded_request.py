"""Results that carry their request, and pictures that came with one."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput
from orq_ui.imaging import EmbeddedRequest, Picture, embed_request, read_embedded_request
from orq_ui.json_safety import MAX_DEPTH, nests_deeper
from orq_ui.redaction import MASK, mask_named_secrets
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.session import PendingImport

_REASONS = {
    "metadata_broken": "it is damaged",
    "metadata_too_large": "it is too large",
    "metadata_too_deep": "it is nested too deeply",
    "metadata_version": "a newer version of this playground wrote it",
}


def copy_with_request(job: Job, picture: Picture, index: int) -> bytes:
    """Return the picture with its request embedded and its pixels untouched; unchanged where it does not fit."""
    body = job.request.body()
    if nests_deeper(body, MAX_DEPTH):
        return picture.bytes
    try:
        embedded = EmbeddedRequest.model_validate(
            {
                "request": mask_named_secrets(body),
                "run": job.id,
                "source_sha256": job.picture.sha256 if job.picture else None,
                "index": index,
                "made_at": datetime.fromtimestamp(job.ended_at or 0, UTC).isoformat(timespec="seconds"),
                "origin": "emulated" if job.ledger is not None else urlsplit(job.wire.url).netloc,
                "digest": job.wire.digest,
            }
        )
        return embed_request(picture, embedded).bytes
    except InvalidInput:
        return picture.bytes


def request_inside(data: bytes) -> PendingImport | None:
    """Return the request that a picture's bytes carry, to be reviewed; None when they carry none."""
    try:
        embedded = read_embedded_request(data)
    except InvalidInput as refused:
        why = _REASONS.get(refused.reason)
        return None if why is None else PendingImport("A picture", None, (f"Its request cannot be read: {why}.",))
    if embedded is None:
        return None
    notes = [f"Variation {embedded.index + 1} of call {embedded.run}, {embedded.made_at}, {embedded.origin}."]
    if MASK[:3] in str(embedded.request):  # the mask of older copies is that short
        notes.append("A value that looked like a secret was left out when it was saved.")
    return PendingImport("A picture", ImageVariationRequest.as_is(embedded.request), tuple(notes))
