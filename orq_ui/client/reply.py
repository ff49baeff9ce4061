"""A success: the router's response, and the pictures that it made."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.api import ImageVariationResponse
from orq_ui.client.timings import Timings
from orq_ui.imaging import MissingPicture, Picture


@dataclass(frozen=True)
class Note:
    """Something odd about a reply whose pictures came nevertheless.

    ``index`` is the picture's, None for the reply as a whole. ``reason`` is ``contract`` (``detail`` is the sentence
    "usage.total_tokens is missing"), ``elsewhere``, ``too_many_entries``, ``body_is_picture``, ``cut_off``,
    ``error_beside`` (``detail`` is its message), one of ``lenient_json.ODDITIES``, or of a picture
    ``media_type_differs`` (``detail`` is the declared type), ``no_end_marker``, ``link_as_base64``, ``base64_as_link``,
    ``second_text`` (why the first one gave no picture), or one of ``picture_text.ODDITIES``.
    """

    index: int | None
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Reply:
    """A 2xx with a place for pictures; what is odd about it is in ``notes``.

    ``headers`` have lower-case names and no secrets; ``response`` has its blobs elided, since ``pictures`` hold
    the bytes: at least one entry for each of ``response.data``, in its order.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    timings: Timings
    response: ImageVariationResponse
    pictures: tuple[Picture | MissingPicture, ...]
    notes: tuple[Note, ...] = ()
