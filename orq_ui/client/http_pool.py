"""The connections to the router that a process keeps."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30.0)
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")


def create_http_client() -> httpx.AsyncClient:
    """Make the client that all sessions of one event loop share; close it with ``aclose()``.

    It keeps connections, follows no redirect, keeps no cookie (one person's would go out with the next
    person's request) and never sends anything twice. ``HTTPS_PROXY`` and ``SSL_CERT_FILE`` of the
    environment hold, since a company's network may have no other way out, but never for loopback.
    """
    return httpx.AsyncClient(
        # No transport given: the library's own retries nothing, and a given one would switch the proxies off.
        # None here means a direct connection.
        mounts=dict.fromkeys(LOOPBACK),
        limits=LIMITS,
        trust_env=True,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )
