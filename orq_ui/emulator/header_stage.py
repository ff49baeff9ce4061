"""First stage: headers within bounds, with a Bearer key, and what they say of the defaults."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers

from orq_ui.emulator.api_error import ApiError, bad_key, bad_request
from orq_ui.emulator.strict_json import read_json
from orq_ui.errors import InvalidInput
from orq_ui.routing import Defaults

DEFAULTS_HEADER = "x-emulator-defaults"
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


def read_defaults(headers: Headers, otherwise: Defaults) -> Defaults:
    """Return the defaults that a request asks for, by their name or as JSON; raises a 400 for what does not exist."""
    text = headers.get(DEFAULTS_HEADER)
    if text is None:
        return otherwise
    try:
        return Defaults.read(read_json(text) if text.startswith(("{", "[", '"')) else text)
    except InvalidInput as reason:
        param = reason.path.replace("defaults", DEFAULTS_HEADER, 1)
        raise bad_request(f"Invalid defaults: {reason.reason}.", param) from reason
    except ValueError as reason:
        raise bad_request(f"The defaults are not valid JSON: {reason}", DEFAULTS_HEADER) from reason
