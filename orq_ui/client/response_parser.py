"""The body of a success: checked against the contract, the pictures' sources taken out of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from orq_ui.api import ImageVariationResponse, dotted, elide
from orq_ui.client.error_response import bad_reply
from orq_ui.client.raw_response import Answer

MAX_ENTRIES = 32
"""The contract makes at most 10; each entry may cost a fetch of 50 MB."""
PLACES = ("b64_json", "url")


@dataclass(frozen=True)
class Source:
    """Where one variation is: base64 text, a link, neither, or an entry that is none."""

    index: int
    b64_json: str | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    sound: bool = True

    @property
    def is_link(self) -> bool:
        """Whether it must be fetched; base64 goes first where both are given."""
        return bool(self.url) and not self.b64_json and not self.is_data_uri

    @property
    def is_data_uri(self) -> bool:
        """Whether the link holds the bytes itself."""
        return (self.url or "")[:5].lower() == "data:"


def success(answer: Answer) -> tuple[ImageVariationResponse, tuple[Source, ...]]:
    """Read a 2xx.

    Raises BadReply with ``redirect``, ``not_json``, ``not_an_object``, ``no_data``,
    ``too_many_entries`` or ``wrong_type`` with a path.
    """
    if answer.status >= 300:
        raise bad_reply(answer, "redirect")
    body = json_object(answer)
    entries = body.get("data")
    if not isinstance(entries, list):
        raise bad_reply(answer, "no_data")
    if len(entries) > MAX_ENTRIES:
        raise bad_reply(answer, "too_many_entries")
    sources = tuple(_source(index, entry) for index, entry in enumerate(entries))
    # An entry of the wrong shape costs its own picture, not the others, which are paid for.
    body["data"] = [entry if source.sound else {} for entry, source in zip(entries, sources, strict=True)]
    try:
        response = ImageVariationResponse.model_validate(elide(answer.redactor.value(body)))
    except ValidationError as error:
        raise bad_reply(answer, f"wrong_type {dotted(error.errors(include_input=False)[0]['loc'])}") from None
    except RecursionError:
        raise bad_reply(answer, "not_json") from None
    return response, sources


def json_object(answer: Answer) -> dict[str, Any]:
    """The body as an object. Raises BadReply with ``not_json`` or ``not_an_object``."""
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise bad_reply(answer, "not_json") from None
    if not isinstance(body, dict):
        raise bad_reply(answer, "not_an_object")
    return body


def _source(index: int, entry: Any) -> Source:
    if not isinstance(entry, dict):
        return Source(index, sound=False)
    b64_json, url = (entry.get(place) for place in PLACES)
    if any(value is not None and not isinstance(value, str) for value in (b64_json, url)):
        return Source(index, sound=False)
    return Source(index, b64_json, url)
