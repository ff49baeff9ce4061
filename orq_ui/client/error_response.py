"""Reads a response with an error status, as far as that can be done."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, NamedTuple

from orq_ui.api import elide
from orq_ui.client.transport import RawResponse
from orq_ui.errors import BadReply, Refused
from orq_ui.json_safety import parse_json

MAX_SHOWN = 64_000
"""Characters of a body that an error carries."""


class ErrorEnvelope(NamedTuple):
    """What an error envelope says; None where it does not."""

    message: str | None
    code: str | None
    type: str | None
    param: str | None


def refused(raw: RawResponse) -> Refused:
    """Return the response as a refusal: the envelope's facts, or else its best sentence or the status phrase."""
    envelope = read_envelope(_json(raw))
    return Refused(
        status=raw.status,
        message=envelope.message or raw.phrase or str(raw.status),
        code=envelope.code,
        type=envelope.type,
        param=envelope.param,
        trace_id=raw.header("x-orq-trace-id"),
        retry_after_s=retry_after_s(raw.header("retry-after"), raw.at),
        headers=raw.headers,
        body=readable_body(raw),
    )


def read_envelope(body: Any) -> ErrorEnvelope:
    """Read ``{"error": {...}}``, or what resembles it, as far as that can be done."""
    envelope = body.get("error") if isinstance(body, dict) else None
    found = envelope if isinstance(envelope, dict) else body if isinstance(body, dict) else {}
    message = _text(found.get("message")) or _text(found.get("detail")) or _text(envelope)
    return ErrorEnvelope(message, *(_text(found.get(name)) for name in ("code", "type", "param")))


def bad_reply(raw: RawResponse, reason: str) -> BadReply:
    """Return the response as one that breaks the contract."""
    return BadReply(raw.status, reason, raw.headers, readable_body(raw))


def readable_body(raw: RawResponse) -> str:
    """Return the body for people to read: the key masked, blobs elided, at most :data:`MAX_SHOWN` characters."""
    given = _json(raw)
    if given is not None:
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
        return None


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value[:MAX_SHOWN] or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
