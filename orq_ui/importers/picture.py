"""A picture that carries its request."""

from __future__ import annotations

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import read_embedded_request
from orq_ui.importers.imported import Imported, Kind


def read_image(data: bytes) -> Imported | None:
    """Return the request that a copy was saved with, or None for a picture that carries none.

    Raise InvalidInput at ``image`` for metadata that cannot be read, as ``imaging.read_embedded_request`` does.
    """
    embedded = read_embedded_request(data)
    return None if embedded is None else Imported(ImageVariationRequest.as_is(embedded.request), Kind.PICTURE)
