"""Where the request goes, and the key that goes with it."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Case
from orq_ui.lint.finding import Severity
from orq_ui.lint.registry import Basis, Hit, rule
from orq_ui.settings import LIVE_HOSTS
from orq_ui.wire import headers_for

_AUTHENTICATION = Basis("vendor's reference: Authorization: Bearer with every call", True)


@rule("key-missing", "error", _AUTHENTICATION)
def key_missing(case: Case) -> Iterator[Hit]:
    """No key for a router that asks for one; a host of one's own may not."""
    if case.live and not _has_key(case):
        severity: Severity | None = None if case.connection.base_url.rstrip("/") in LIVE_HOSTS else "warning"
        yield Hit(
            "connection.api_key", "There is no key for this host; give one on the Connection page.", severity=severity
        )


@rule("key-in-clear", "error", Basis("RFC 6750, section 5.3: bearer tokens need TLS", False))
def key_in_clear(case: Case) -> Iterator[Hit]:
    """A key that everyone on the way can read."""
    if case.live and _has_key(case) and case.scheme == "http":
        yield Hit("connection.base_url", "The key would travel unencrypted; use an https address.")


def _has_key(case: Case) -> bool:
    return "Authorization" in headers_for(case.connection)
