"""All pictures of a result in one file, with the request that made them."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

from orq_ui.imaging import Picture
from orq_ui.ui.server.jobs import Job


def zip_of(job: Job, pictures: list[Picture]) -> bytes:
    """Zip the pictures as they came with ``request.json``; stored only, since pictures are packed already."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for picture in pictures:
            archive.writestr(picture.name, picture.bytes)
        archive.writestr("request.json", json.dumps(job.request.body(), indent=2, ensure_ascii=False))
    return packed.getvalue()
