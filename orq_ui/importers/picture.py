"""A picture that carries its request."""

from __future__ import annotations

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import read_tag
from orq_ui.importers.imported import Imported, Kind


def read_image(data: bytes) -> Imported | None:
    """The request that a tagged copy was saved with, or None for a picture that carries none.

    Raises InvalidInput at ``image`` for a tag that cannot be read; its reasons are those of ``imaging.read_tag``.
    """
    tag = read_tag(data)
    return None if tag is None else Imported(ImageVariationRequest.as_is(tag.request), Kind.PICTURE)
