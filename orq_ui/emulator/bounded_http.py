"""The emulator's HTTP/1.1: heads are bounded, connections can be reset, and one that was lost ends what it asked for.

ASGI has no way to reset a connection, so the transport is in the scope. uvicorn documents none of what this builds on:
the methods below, ``scope`` and ``pipeline``. A test of this name fails when uvicorn changes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from orq_ui.bounded_heads import BoundedHeads
from orq_ui.emulator.truncated_response import TRANSPORT

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application


class BoundedHttp(BoundedHeads):
    """The protocol of one connection."""

    _answering: RequestResponseCycle | None = None

    def on_message_begin(self) -> None:
        """Put the transport into the request's scope."""
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]

    def connection_lost(self, exc: Exception | None) -> None:
        """Give up what is being answered and what waits behind it; uvicorn tells only the newest request."""
        self.pipeline.clear()
        if self._answering is not None and not self._answering.response_complete:
            self._answering.disconnected = True
            self._answering.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)
