"""Keeps Streamlit's counters, of sessions and memory, from whoever asks, unless the server's owner publishes them."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from orq_ui.settings import Settings
from orq_ui.ui.streamlit_compat import METRICS_PATH


class MetricsSwitch:
    """Answers 404 at the address of the counters while they are off; Streamlit has no option for that."""

    def __init__(self, app: ASGIApp, is_on: bool | None = None) -> None:
        self.app = app
        self._is_on = Settings().metrics if is_on is None else is_on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but a request for the counters."""
        if scope["type"] == "http" and not self._is_on and scope["path"].rstrip("/").endswith(METRICS_PATH):
            await PlainTextResponse("Metrics are off here; ORQ_UI_METRICS=true switches them on.", 404)(
                scope, receive, send
            )
        else:
            await self.app(scope, receive, send)
