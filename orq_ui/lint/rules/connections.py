"""Where the request goes, and the key that goes with it."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Context
from orq_ui.lint.finding import Severity
from orq_ui.lint.registry import Basis, Hit, rule
from orq_ui.settings import LIVE_HOSTS
from orq_ui.wire import headers_for

_AUTHENTICATION = Basis("vendor's reference: Authorization: Bearer with every call", True)


@rule("key-missing", "error", _AUTHENTICATION)
def key_missing(context: Context) -> Iterator[Hit]:
    """Find a missing key; a host of one's own may need none."""
    if context.is_live and not _has_key(context):
        severity: Severity | None = None if context.connection.base_url.rstrip("/") in LIVE_HOSTS else "warning"
        yield Hit(
            "connection.api_key", "There is no key for this host; give one on the Connection page.", severity=severity
        )


@rule("key-in-clear", "error", Basis("RFC 6750, section 5.3: bearer tokens need TLS", False))
def key_in_clear(context: Context) -> Iterator[Hit]:
    """Find a key that would travel unencrypted."""
    if context.is_live and _has_key(context) and context.scheme == "http":
        yield Hit("connection.base_url", "The key would travel unencrypted; use an https address.")


def _has_key(context: Context) -> bool:
    return "Authorization" in headers_for(context.connection)
