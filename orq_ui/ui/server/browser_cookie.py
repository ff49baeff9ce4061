"""The cookie by which a browser is recognised; pages cannot read it, and only hashes of it are ever stored."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "orq_ui_browser"
BROWSER_HEADER = b"x-orq-ui-browser"
"""What tells Streamlit the browser that opens a WebSocket, named in `server.trustedUserHeaders`: then it lets only that
one go on with a session, and hands no callback or fragment of it to whoever else names its id."""
_OF_COPIES = (b"etag", b"last-modified", b"cache-control")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return a new value of the cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def browser_of(cookies: Mapping[str, str]) -> str:
    """Return the hash of a browser's token; empty without a token of ours."""
    token = cookies.get(COOKIE)
    # Streamlit's test driver has no browser, and gives something that is not text.
    return hashed(token) if isinstance(token, str) and _TOKEN.fullmatch(token) else ""


def hashed(text: str) -> str:
    """Return the SHA-256 (hex) of a secret: the history and URLs hold only this."""
    return hashlib.sha256(text.encode()).hexdigest()


class BrowserCookie:
    """Gives a browser that opens a page a random token unless it has one."""

    MAX_AGE_S = 400 * 86_400
    """The longest that browsers allow; each visit renews it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the cookie added to pages and the browser told to the WebSocket."""
        if scope["type"] == "websocket":
            headers = [pair for pair in scope["headers"] if pair[0].lower() != BROWSER_HEADER]
            headers.append((BROWSER_HEADER, browser_of(HTTPConnection(scope).cookies).encode()))
            await self.app({**scope, "headers": headers}, receive, send)
            return
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        cookies = HTTPConnection(scope).cookies
        token = cookies[COOKIE] if browser_of(cookies) else new_token()

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message["headers"]):
                # A copy has no cookie for a browser that lost it, and, kept by a proxy, one person's for all others.
                kept = [pair for pair in message["headers"] if pair[0].lower() not in _OF_COPIES]
                added = [(b"cache-control", b"private, no-cache"), (b"set-cookie", self._cookie(scope, token))]
                message["headers"] = [*kept, *added]
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _cookie(self, scope: Scope, token: str) -> bytes:
        # Lax: a link from elsewhere must find the same person. No script can read it.
        secure = "; Secure" if scope["scheme"] == "https" else ""
        return f"{COOKIE}={token}; Path=/; Max-Age={self.MAX_AGE_S}; HttpOnly; SameSite=Lax{secure}".encode()


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
