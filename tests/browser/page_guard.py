"""Records everything that a page must not do: errors, failed requests, requests to other hosts, dialogs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError, WebSocket

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost"})
HEALTH_PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)")
"""On a deep link Streamlit's page first looks for its server below the page's own path, and finds none there."""
ABORTED = "net::ERR_ABORTED"
"""The browser itself stopped a load, as the page had gone elsewhere; a server that fails is reported in other words."""
LOCAL_SCHEMES = frozenset({"data", "blob", "about"})


@dataclass
class PageGuard:
    """``violations`` fail the test; ``frames`` are all messages that the server sent over its WebSocket.

    ``is_lenient`` is for a page whose server is gone: its errors are no violations then.
    """

    violations: list[str] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    is_lenient: bool = False

    def attach(self, context: BrowserContext) -> None:
        """Watch every page that this context opens."""
        context.on("console", self._console)
        context.on("weberror", self._page_error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("dialog", self._dialog)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("websocket", self._websocket)

    def _websocket(self, socket: WebSocket) -> None:
        self._check_host(socket.url)
        socket.on(
            "framereceived", lambda frame: self.frames.append(frame if isinstance(frame, bytes) else frame.encode())
        )

    def _console(self, message: ConsoleMessage) -> None:
        at = message.location["url"]
        missing = "status of 404" in message.text
        if message.type == "error" and not (missing and HEALTH_PROBE.fullmatch(urlsplit(at).path)):
            self._note(f"console: {message.text} ({at})")

    def _page_error(self, error: WebError) -> None:
        self.violations.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        self._check_host(request.url)

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self._note(f"failed: {request.method} {request.url} ({request.failure})")

    def _note(self, violation: str) -> None:
        if not self.is_lenient:
            self.violations.append(violation)

    def _dialog(self, dialog: Dialog) -> None:
        self.violations.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _check_host(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in LOCAL_SCHEMES and address.hostname not in LOCAL_HOSTS:
            self.violations.append(f"request to another host: {url}")
