"""Security headers on every response."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orq_ui.ui.streamlit_compat import SIGN_OUT_PATH, page_html

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# Streamlit's page runs its own scripts and components (blob:), and none that somebody has smuggled into it; it neither
# loads nor sends anything elsewhere. In `connect-src`, 'self' is the WebSocket as well, in Safari since version 15.4.
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob: {inline}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src 'none'; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# The browser may have cached an account's pictures, which the next person there must not find.
_CLEAR_CACHE = (b"clear-site-data", b'"cache"')


def content_security_policy(page: str) -> bytes:
    """Return the header's value for a page whose own inline scripts may run, each by the hash of its text."""
    hashes = (b64encode(sha256(script.encode()).digest()).decode() for script in _INLINE_SCRIPT.findall(page))
    return " ".join(_POLICY.format(inline=" ".join(f"'sha256-{each}'" for each in hashes)).split()).encode()


class SecurityHeaders:
    """Adds the security headers that a response does not already have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._headers = (*_HEADERS, (b"content-security-policy", content_security_policy(page_html())))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers added to HTTP responses."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                wanted = (*self._headers, *([_CLEAR_CACHE] if scope["path"].endswith(SIGN_OUT_PATH) else []))
                added = [pair for pair in wanted if pair[0] not in present]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)
