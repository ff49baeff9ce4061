"""A success: the router's response, and the pictures that it made."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.api import ImageVariationResponse
from orq_ui.client.timings import Timings
from orq_ui.imaging import MissingPicture, Picture


@dataclass(frozen=True)
class Note:
    """Something odd about a variation that came nevertheless: ``media_type_differs`` has the declared type."""

    index: int
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Reply:
    """A 2xx that keeps to the contract.

    ``headers`` have lower-case names and no secrets; ``response`` has its blobs elided, since ``pictures`` hold
    the bytes: one entry for each of ``response.data``, in its order.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    timings: Timings
    response: ImageVariationResponse
    pictures: tuple[Picture | MissingPicture, ...]
    notes: tuple[Note, ...] = ()
