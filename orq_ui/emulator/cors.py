"""Cross-origin requests of pages that this machine serves: off unless the emulator is started with them."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

LOOPBACK_ORIGIN = r"https?://(localhost|[a-z0-9-]+\.localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?"
EXPOSED_HEADERS = ("x-emulator-ledger", "x-emulator-seed", "x-orq-trace-id", "cache-status", "retry-after")


def cors() -> Middleware:
    """Return the middleware: pages on loopback may call everything and read our headers, others nothing.

    A browser asks leave for a private network first where the page came over another one; it gets it.
    """
    return Middleware(
        CORSMiddleware,
        allow_origin_regex=LOOPBACK_ORIGIN,
        allow_methods=("GET", "POST", "PUT", "DELETE"),
        allow_headers=("*",),
        allow_private_network=True,
        expose_headers=EXPOSED_HEADERS,
    )
