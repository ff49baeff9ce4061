"""Security headers on every response, and the cookie by which a browser is recognised."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orq_ui.ui.server.identity import COOKIE, browser_of, new_token
from orq_ui.ui.streamlit_compat import SIGN_OUT_PATH

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# Streamlit's page brings its own scripts; what it may never do is load or send anything elsewhere.
_POLICY = (
    b"content-security-policy",
    b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; "
    b"worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'",
)
# The browser may have cached an account's pictures, which the next person there must not find.
_CLEAR_CACHE = (b"clear-site-data", b'"cache"')


class SecurityHeaders:
    """Adds the security headers that a response does not already have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers added to HTTP responses."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                wanted = (*_HEADERS, _POLICY, *([_CLEAR_CACHE] if scope["path"].endswith(SIGN_OUT_PATH) else []))
                added = [pair for pair in wanted if pair[0] not in present]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BrowserCookie:
    """Gives a browser that opens a page a random token unless it has one; only hashes of it are ever stored."""

    MAX_AGE_S = 400 * 86_400
    """The longest that browsers allow; each visit renews it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the cookie added to pages."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        cookies = Request(scope).cookies
        token = cookies[COOKIE] if browser_of(cookies) else new_token()

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message["headers"]):
                message["headers"] = [*message["headers"], (b"set-cookie", self._cookie(scope, token))]
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _cookie(self, scope: Scope, token: str) -> bytes:
        # Lax: a link from elsewhere must find the same person. No script can read it.
        secure = "; Secure" if scope["scheme"] == "https" else ""
        return f"{COOKIE}={token}; Path=/; Max-Age={self.MAX_AGE_S}; HttpOnly; SameSite=Lax{secure}".encode()


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)


MIDDLEWARE = (Middleware(SecurityHeaders), Middleware(BrowserCookie))
