"""What a tag says, and its JSON text: read with limits, since any picture may bring one."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from orq_ui.errors import InvalidInput
from orq_ui.imaging.tagging import payload
from orq_ui.imaging.tagging.redaction import DEEPEST

VERSION = 1
_KEY = "orq-ui"
# A string left open runs to the end, so that each byte is looked at once.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _writable(text: str) -> str:
    text.encode()  # half a surrogate pair could be neither stored nor shown
    return text


def _object(value: object) -> object:
    # Names and texts within may hold what no UTF-8 does; the request keeps them, and so does its tag.
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - pydantic lets a TypeError through
    return value


_Text = Annotated[str, AfterValidator(_writable)]


class Tag(BaseModel):
    """What a result picture says of itself. Keys that this version does not know are kept.

    ``request`` is the redacted body in wire names, ``run`` the run's id, ``source_sha256`` the hex digest of the
    uploaded picture, ``index`` the result's place in its answer, ``made_at`` an ISO 8601 time, ``origin`` is
    ``emulated`` or the host that answered, ``digest`` the digest of the wire.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    version: Literal[1] = Field(default=1, alias="orq-ui")
    request: Annotated[dict[str, Any], PlainValidator(_object)]
    run: _Text
    source_sha256: _Text | None
    index: int = Field(ge=0, strict=True)
    made_at: Annotated[str, AfterValidator(_moment)]
    origin: _Text
    digest: _Text


def text_of(tag: Tag) -> bytes:
    """The tag as JSON in ASCII, without a sign that XML would take for its own.

    Raises :class:`InvalidInput` on ``request`` with ``too_large``, ``too_deep`` or ``not_json``.
    """
    known = {name: getattr(tag, name) for name in Tag.model_fields if name != "version"}
    try:
        text = json.dumps({_KEY: VERSION} | known | (tag.model_extra or {}), allow_nan=False, separators=(",", ":"))
    except RecursionError as reason:
        raise InvalidInput("request", "too_deep") from reason
    except (ValueError, TypeError) as reason:
        raise InvalidInput("request", "not_json") from reason
    if _is_too_deep(text):
        raise InvalidInput("request", "too_deep")
    # In JSON these stand in strings only, where an escape says the same.
    for sign in "&<>":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode("ascii")


def tag_of(text: bytes) -> Tag:
    """The tag again; raises :class:`InvalidInput` on ``image`` with ``tag_broken``, ``tag_version`` or so."""
    try:
        plain = payload.bounded(text).decode()
        if _is_too_deep(plain):
            raise InvalidInput("image", "tag_too_deep")
        record = json.loads(plain, parse_float=_finite, parse_constant=_refuse)
        version = record.get(_KEY) if isinstance(record, dict) else None
        if type(version) is not int:
            raise payload.broken()
        if version != VERSION:
            raise InvalidInput("image", "tag_version")
        return Tag.model_validate(record)
    except ValueError as reason:  # also pydantic's, JSON's and UTF-8's
        raise payload.broken() from reason


def _is_too_deep(text: str) -> bool:
    """Whether the brackets outside of strings are nested too deeply, known before a parser tries."""
    depth = 0
    for token in _TOKENS.finditer(text):
        match token[0][0]:
            case "[" | "{":
                depth += 1
                if depth > DEEPEST:
                    return True
            case "]" | "}":
                depth -= 1
    return False


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse(text)
    return number


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is no number of JSON's")
