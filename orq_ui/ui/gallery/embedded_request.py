"""Results that carry their request or lie beside it in a zip, and pictures that came with one."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.history.export.archive import Archive, ZipLimits
from orq_ui.imaging import (
    MAX_BYTES,
    EmbeddedRequest,
    Picture,
    decode_record,
    embed_request,
    encode_record,
    read_embedded_request,
)
from orq_ui.json_safety import MAX_DEPTH, nests_deeper
from orq_ui.redaction import MASK, mask_named_secrets
from orq_ui.ui.pending_import import PendingImport
from orq_ui.ui.server.jobs import Job

_REASONS = {
    "metadata_broken": "it is damaged",
    "metadata_too_large": "it is too large",
    "metadata_too_deep": "it is nested too deeply",
    "metadata_version": "a newer version of this playground wrote it",
}
_BESIDE = ".request.json"
"""``cat.request.json`` is the request of ``cat.png``."""
_LIMITS = ZipLimits(json=1_000_000, total=MAX_BYTES + 1_000_000)
_LONGEST_NAME = 200


def copy_with_request(job: Job, picture: Picture, index: int) -> bytes:
    """Return the picture with its request embedded and its pixels untouched; unchanged where it does not fit."""
    try:
        return embed_request(picture, _embedded(job, index)).bytes
    except InvalidInput:
        return picture.bytes


def zip_with_request(job: Job, picture: Picture, index: int) -> bytes:
    """Return a zip with the picture as it came, for one that must not be changed, and its request beside it.

    A request that cannot be read again, such as one that is nested too deeply, is left out.
    """
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(picture.name, picture.bytes)
        with suppress(InvalidInput):
            record = json.loads(encode_record(_embedded(job, index)))
            archive.writestr(_stem(picture.name) + _BESIDE, json.dumps(record, indent=2))
    return zipped.getvalue()


def unzip_with_request(data: bytes) -> tuple[bytes, str, PendingImport | None]:
    """Return the picture in such a zip, its name, and the request beside it, to be reviewed.

    Raise :class:`UnusablePicture` with ``wrong_zip`` for any other zip.
    """
    try:
        archive = Archive(BytesIO(data), _LIMITS)
        # Systems add files of their own to a zip that is made anew.
        names = [name for name in archive if not name.startswith("__MACOSX/")]
        [beside] = [name for name in names if name.endswith(_BESIDE)]
        [name] = [name for name in names if name != beside and _stem(name) == beside.removesuffix(_BESIDE)]
        picture, record = archive.picture(name), archive.json(beside)
    except (InvalidInput, ValueError) as reason:
        raise UnusablePicture("wrong_zip") from reason
    return picture, re.split(r"[/\\]", name)[-1][-_LONGEST_NAME:], _pending(lambda: decode_record(record))


def request_inside(data: bytes) -> PendingImport | None:
    """Return the request that a picture's bytes carry, to be reviewed; None when they carry none."""
    return _pending(lambda: read_embedded_request(data))


def _embedded(job: Job, index: int) -> EmbeddedRequest:
    """Return what is saved with a result; raise :class:`InvalidInput` for a request that is nested too deeply."""
    body = job.request.body()
    if nests_deeper(body, MAX_DEPTH):
        raise InvalidInput("request", "too_deep")
    return EmbeddedRequest.model_validate(
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


def _pending(read: Callable[[], EmbeddedRequest | None]) -> PendingImport | None:
    try:
        embedded = read()
    except InvalidInput as refused:
        why = _REASONS.get(refused.reason)
        return None if why is None else PendingImport("A picture", None, (f"Its request cannot be read: {why}.",))
    if embedded is None:
        return None
    notes = [f"Variation {embedded.index + 1} of call {embedded.run}, {embedded.made_at}, {embedded.origin}."]
    if MASK[:3] in str(embedded.request):  # the mask of older copies is that short
        notes.append("A value that looked like a secret was left out when it was saved.")
    return PendingImport("A picture", ImageVariationRequest.as_is(embedded.request), tuple(notes))


def _stem(name: str) -> str:
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
