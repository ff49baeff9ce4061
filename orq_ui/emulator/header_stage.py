"""First stage: headers within bounds, with a Bearer key: any, unless the emulator was started with one."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers

from orq_ui.emulator.api_error import ApiError, bad_key

MAX_HEADER_BYTES = 64 * 1024


def check_headers(headers: Headers, api_key: str | None) -> None:
    """Raise a 431 for headers that are too large together, a 401 when no key came, or not the one expected."""
    if sum(len(name) + len(value) for name, value in headers.raw) > MAX_HEADER_BYTES:
        message = f"The headers have more than {MAX_HEADER_BYTES} bytes together."
        raise ApiError(status=431, message=message, type="invalid_request_error", code="headers_too_large")
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise bad_key("No API key: send Authorization: Bearer <key>.")
    # Headers were decoded as Latin-1, so this gives the bytes that came.
    if api_key is not None and not hmac.compare_digest(key.strip().encode("latin-1"), api_key.encode()):
        raise bad_key("This API key is not valid.")
