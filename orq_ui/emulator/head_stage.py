"""Before the first stage: headers within bounds."""

from __future__ import annotations

from collections.abc import Iterable

from orq_ui.emulator.refusal import Refusal

MAX_HEAD_BYTES = 64 * 1024


def check_head(headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Raise a 431 refusal for headers that are too large together."""
    if sum(len(name) + len(value) for name, value in headers) > MAX_HEAD_BYTES:
        message = f"The headers have more than {MAX_HEAD_BYTES} bytes together."
        raise Refusal(431, message, "invalid_request_error", "headers_too_large")
