"""The body of a success: checked against the contract, the pictures' sources taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from orq_ui.api import ImageVariationResponse, dotted, elide
from orq_ui.client.error_response import bad_reply
from orq_ui.client.transport import RawResponse
from orq_ui.json_safety import parse_json

MAX_ENTRIES = 32
"""The contract allows at most 10; each entry may cost a download of 50 MB."""
SOURCE_FIELDS = ("b64_json", "url")


@dataclass(frozen=True)
class PictureSource:
    """Where one variation is: base64 text, a link, neither, or an entry that is not valid."""

    index: int
    b64_json: str | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    is_valid: bool = True

    @property
    def is_link(self) -> bool:
        """Whether it must be fetched; base64 goes first where both are given."""
        return bool(self.url) and not self.b64_json and not self.is_data_uri

    @property
    def is_data_uri(self) -> bool:
        """Whether the link holds the bytes itself."""
        return (self.url or "")[:5].lower() == "data:"


def parse_success(raw: RawResponse) -> tuple[ImageVariationResponse, tuple[PictureSource, ...]]:
    """Parse a 2xx.

    Raises BadReply with ``redirect``, ``not_json``, ``not_an_object``, ``no_data``,
    ``too_many_entries`` or ``wrong_type`` with a path.
    """
    if raw.status >= 300:
        raise bad_reply(raw, "redirect")
    body = json_object(raw)
    entries = body.get("data")
    if not isinstance(entries, list):
        raise bad_reply(raw, "no_data")
    if len(entries) > MAX_ENTRIES:
        raise bad_reply(raw, "too_many_entries")
    sources = tuple(_source(index, entry) for index, entry in enumerate(entries))
    # An entry of the wrong shape costs its own picture, not the others, which are paid for.
    body["data"] = [entry if source.is_valid else {} for entry, source in zip(entries, sources, strict=True)]
    try:
        response = ImageVariationResponse.model_validate(elide(raw.redactor.value(body)))
    except ValidationError as error:
        raise bad_reply(raw, f"wrong_type {dotted(error.errors(include_input=False)[0]['loc'])}") from None
    return response, sources


def json_object(raw: RawResponse) -> dict[str, Any]:
    """Parse the body as an object. Raises BadReply with ``not_json`` or ``not_an_object``."""
    try:
        body = parse_json(raw.body)
    except ValueError:
        raise bad_reply(raw, "not_json") from None
    if not isinstance(body, dict):
        raise bad_reply(raw, "not_an_object")
    return body


def _source(index: int, entry: Any) -> PictureSource:
    if not isinstance(entry, dict):
        return PictureSource(index, is_valid=False)
    b64_json, url = (entry.get(name) for name in SOURCE_FIELDS)
    if any(value is not None and not isinstance(value, str) for value in (b64_json, url)):
        return PictureSource(index, is_valid=False)
    return PictureSource(index, b64_json, url)
