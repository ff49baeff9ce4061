"""Files to be saved, out of reach of others: what Streamlit serves to whoever knows its address only points to them.

Streamlit keeps the content of ``st.download_button`` below ``/media``, and answers there without asking who it is. So
the button gets a pointer, and whoever follows it comes to a route of ours, which looks at the cookie.
"""

from __future__ import annotations

import re

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orq_ui.ui.server.media_store import MEMORY_PREFIX

_MEDIA = "/media/"
_POINTER = b"orq-ui-download:"
_WHOLE = re.compile(re.escape(_POINTER) + re.escape(MEMORY_PREFIX).encode() + rb"([A-Za-z0-9_-]{43})")
LENGTH = len(_POINTER) + len(MEMORY_PREFIX) + 43


def pointer(url: str) -> bytes:
    """Return what a download button holds in place of the file at one of our URLs in memory."""
    return _POINTER + url.encode()


class PrivateDownloads:
    """Answers with a redirect where Streamlit's answer is a pointer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and look at the answers that are as long as a pointer."""
        if scope["type"] != "http" or scope["method"] != "GET" or _MEDIA not in scope["path"]:
            await self.app(scope, receive, send)
            return
        held: Message | None = None

        async def send_unless_pointer(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and (b"content-length", b"%d" % LENGTH) in message["headers"]:
                held = message
                return
            if held is not None:
                start, held = held, None
                found = _WHOLE.fullmatch(message.get("body", b""))
                if found is not None:
                    # Relative, as the server may be below a path: from …/media/FILE.
                    target = f"..{MEMORY_PREFIX}{found[1].decode()}"
                    await RedirectResponse(target, headers={"Cache-Control": "no-store"})(scope, receive, send)
                    return
                await send(start)
            await send(message)

        await self.app(scope, receive, send_unless_pointer)
