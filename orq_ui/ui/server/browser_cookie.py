"""The cookie by which a browser is recognised; pages cannot read it, and only hashes of it are ever stored."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "orq_ui_browser"
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
