"""An answer with an error status, read as far as it can be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any

from orq_ui.api import elide
from orq_ui.client.raw_response import Answer
from orq_ui.errors import BadReply, Refused

MAX_SHOWN = 64_000
"""Characters of a body that an error carries."""


def refused(answer: Answer) -> Refused:
    """The envelope's facts; for a body that is no envelope, its best sentence or the status phrase."""
    given = _json(answer)
    envelope = given.get("error") if isinstance(given, dict) else None
    told = envelope if isinstance(envelope, dict) else given if isinstance(given, dict) else {}
    message = _text(told.get("message")) or _text(told.get("detail")) or _text(envelope)
    return Refused(
        answer.status,
        message or answer.phrase or str(answer.status),
        code=_text(told.get("code")),
        type=_text(told.get("type")),
        param=_text(told.get("param")),
        trace_id=answer.header("x-orq-trace-id"),
        retry_after_s=retry_after_s(answer.header("retry-after"), answer.at),
        headers=answer.headers,
        body=shown(answer),
    )


def bad_reply(answer: Answer, reason: str) -> BadReply:
    """The answer as one that breaks the contract."""
    return BadReply(answer.status, reason, answer.headers, shown(answer))


def shown(answer: Answer) -> str:
    """The body for people to read: the key masked, blobs elided, capped at :data:`MAX_SHOWN` characters."""
    given = _json(answer)
    if given is not None:
        return json.dumps(given, ensure_ascii=False, indent=2)[:MAX_SHOWN]
    # Masked before it is cut, so that no half of a key stays.
    return answer.redactor.text(answer.body.decode("utf-8", "replace"))[:MAX_SHOWN]


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3); None for anything else."""
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


def _json(answer: Answer) -> Any:
    try:
        return elide(answer.redactor.value(json.loads(answer.body)))
    except (ValueError, RecursionError):
        # Not JSON, or JSON nested deeper than anybody reads.
        return None


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value[:MAX_SHOWN] or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
