"""What is embedded, and its JSON text: read with limits, since any picture may bring one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from orq_ui.errors import InvalidInput
from orq_ui.imaging.metadata.compression import broken, check_size
from orq_ui.json_safety import MAX_DEPTH, STRICT, text_nests_deeper

VERSION = 1
_VERSION_KEY = "orq-ui"


def _check_timestamp(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _check_utf8(text: str) -> str:
    text.encode()  # half a surrogate pair could be neither stored nor shown
    return text


def _check_object(value: object) -> object:
    # Names and texts within may hold what no UTF-8 does; the request keeps them, and so does its record.
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - pydantic lets a TypeError through
    return value


_Text = Annotated[str, AfterValidator(_check_utf8)]


class EmbeddedRequest(BaseModel):
    """The request that a result picture carries, and where the picture came from. Unknown keys are kept.

    ``request`` is the redacted body in wire names, ``run`` the run's id, ``source_sha256`` the hex digest of the
    uploaded picture, ``index`` the result's place in its reply, ``made_at`` an ISO 8601 time, ``origin`` is
    ``emulated`` or the host that answered, ``digest`` the digest of the wire.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    version: Literal[1] = Field(default=1, alias="orq-ui")
    request: Annotated[dict[str, Any], PlainValidator(_check_object)]
    run: _Text
    source_sha256: _Text | None
    index: int = Field(ge=0, strict=True)
    made_at: Annotated[str, AfterValidator(_check_timestamp)]
    origin: _Text
    digest: _Text


def encode_record(embedded: EmbeddedRequest) -> bytes:
    """Return the record as JSON in ASCII, without a character that XML would take for its own.

    Raise :class:`InvalidInput` on ``request`` with ``too_large``, ``too_deep`` or ``not_json``.
    """
    known = {name: getattr(embedded, name) for name in EmbeddedRequest.model_fields if name != "version"}
    record = {_VERSION_KEY: VERSION} | known | (embedded.model_extra or {})
    try:
        text = json.dumps(record, allow_nan=False, separators=(",", ":"))
    except RecursionError as reason:
        raise InvalidInput("request", "too_deep") from reason
    except (ValueError, TypeError) as reason:
        raise InvalidInput("request", "not_json") from reason
    if text_nests_deeper(text, MAX_DEPTH):
        raise InvalidInput("request", "too_deep")
    # In JSON these occur in strings only, where an escape says the same.
    for character in "&<>":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("ascii")


def decode_record(text: bytes) -> EmbeddedRequest:
    """Return what the text says; raise :class:`InvalidInput` on ``image`` for one that is not a record of ours."""
    try:
        decoded = check_size(text).decode()
        if text_nests_deeper(decoded, MAX_DEPTH):
            raise InvalidInput("image", "metadata_too_deep")
        record = json.loads(decoded, **STRICT)
        version = record.get(_VERSION_KEY) if isinstance(record, dict) else None
        if type(version) is not int:
            raise broken()
        if version != VERSION:
            raise InvalidInput("image", "metadata_version")
        return EmbeddedRequest.model_validate(record)
    except ValueError as reason:  # also pydantic's, JSON's and UTF-8's
        raise broken() from reason
