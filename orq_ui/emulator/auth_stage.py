"""First stage: a Bearer key, any key unless the emulator was started with one."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers

from orq_ui.emulator.refusal import bad_key


def check_key(headers: Headers, api_key: str | None) -> None:
    """Raise a 401 refusal when no key came, or not the one expected."""
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise bad_key("No API key: send Authorization: Bearer <key>.")
    # Headers were decoded as Latin-1, so this gives the bytes that came.
    if api_key is not None and not hmac.compare_digest(key.strip().encode("latin-1"), api_key.encode()):
        raise bad_key("This API key is not valid.")
