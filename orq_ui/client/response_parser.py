"""The body of a success: checked against the contract, the pictures' sources taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from orq_ui.api import ImageVariationResponse, dotted, elide
from orq_ui.client.error_response import bad_reply
from orq_ui.client.transport import RawResponse
from orq_ui.json_safety import parse_json

M = TypeVar("M", bound=BaseModel)
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
    """Parse a 2xx. Raises BadReply as :func:`body_with_data` and :func:`validated` do, and ``too_many_entries``."""
    body = body_with_data(raw)
    entries = body["data"]
    if len(entries) > MAX_ENTRIES:
        raise bad_reply(raw, "too_many_entries")
    sources = tuple(_source(index, entry) for index, entry in enumerate(entries))
    # An entry of the wrong shape costs its own picture, not the others, which are paid for.
    body["data"] = [entry if source.is_valid else {} for entry, source in zip(entries, sources, strict=True)]
    return validated(ImageVariationResponse, elide(raw.redactor.value(body)), raw), sources


def body_with_data(raw: RawResponse) -> dict[str, Any]:
    """Parse the body as an object with a list as its ``data``.

    Raises BadReply with ``redirect``, ``not_json``, ``not_an_object`` or ``no_data``.
    """
    if raw.status >= 300:
        raise bad_reply(raw, "redirect")
    try:
        body = parse_json(raw.body)
    except ValueError:
        raise bad_reply(raw, "not_json") from None
    if not isinstance(body, dict):
        raise bad_reply(raw, "not_an_object")
    if not isinstance(body.get("data"), list):
        raise bad_reply(raw, "no_data")
    return body


def validated(model: type[M], body: dict[str, Any], raw: RawResponse) -> M:
    """Read a body as a model. Raises BadReply with ``wrong_type`` and a path."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise bad_reply(raw, f"wrong_type {dotted(error.errors(include_input=False)[0]['loc'])}") from None


def _source(index: int, entry: Any) -> PictureSource:
    if not isinstance(entry, dict):
        return PictureSource(index, is_valid=False)
    b64_json, url = (entry.get(name) for name in SOURCE_FIELDS)
    if any(value is not None and not isinstance(value, str) for value in (b64_json, url)):
        return PictureSource(index, is_valid=False)
    return PictureSource(index, b64_json, url)
