"""Reads a response with an error status, as far as that can be done."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from typing import Any

from orq_ui.api import elide
from orq_ui.client.error_shapes import ErrorEnvelope, read_envelope, read_text
from orq_ui.client.transport import RawResponse
from orq_ui.errors import BadReply, Refused
from orq_ui.json_safety import parse_json

MAX_SHOWN = 64_000
"""Characters of a body that an error carries."""
_NO_JSON = object()


def refused(raw: RawResponse) -> Refused:
    """Return the response as a refusal: its facts in whatever shape, or else its best sentence or the status phrase."""
    body = _json(raw)
    envelope = ErrorEnvelope(_reason_in_text(raw)) if body is _NO_JSON else read_envelope(body)
    return Refused(
        status=raw.status,
        message=envelope.message or raw.phrase or _phrase(raw.status),
        code=envelope.code,
        type=envelope.type,
        param=envelope.param,
        trace_id=raw.header("x-orq-trace-id"),
        retry_after_s=retry_after_s(raw.header("retry-after"), raw.at),
        headers=raw.headers,
        body=readable_body(raw),
    )


def bad_reply(raw: RawResponse, reason: str, message: str = "") -> BadReply:
    """Return the response as one that breaks the contract; ``message`` is its own, where it reports an error."""
    return BadReply(raw.status, reason, raw.headers, readable_body(raw), message=message)


def readable_body(raw: RawResponse) -> str:
    """Return the body for people to read: the key masked, blobs elided, at most :data:`MAX_SHOWN` characters."""
    given = _json(raw)
    if given is not _NO_JSON:
        return json.dumps(given, ensure_ascii=False, indent=2)[:MAX_SHOWN]
    # Masked before it is cut, so that no half of a key stays.
    return raw.redactor.text(raw.body.decode("utf-8", "replace"))[:MAX_SHOWN]


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Return the seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3); None for anything else."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            date = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = ((date if date.tzinfo else date.replace(tzinfo=UTC)) - now).total_seconds()
        return max(0.0, seconds)
    return seconds if isfinite(seconds) and seconds >= 0 else None


def _json(raw: RawResponse) -> Any:
    try:
        return elide(raw.redactor.value(parse_json(raw.body)))
    except ValueError:
        # Not JSON, or JSON nested deeper than anybody reads.
        return _NO_JSON


def _reason_in_text(raw: RawResponse) -> str | None:
    if raw.truncated and not raw.body.lstrip().startswith(b"<"):
        return None  # half a sentence
    # Masked before it is cut, so that no half of a key stays.
    return read_text(raw.redactor.text(raw.body.decode("utf-8", "replace")))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return str(status)
