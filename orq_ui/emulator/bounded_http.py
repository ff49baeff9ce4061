"""uvicorn's HTTP/1.1 on httptools, which refuses request heads that never end and puts its transport in the scope.

httptools collects a head of any length, and ASGI has no way to reset a connection. uvicorn has an option for neither,
so this builds on its class ``HttpToolsProtocol``, which it does not document: on the methods below, on ``scope``,
``transport`` and ``pipeline``. A test of this name fails when uvicorn changes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from orq_ui.emulator.truncated_response import TRANSPORT

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

LONGEST_HEAD_BYTES = 512 * 1024
"""More than a whole read of the socket, so that a body's bytes before a next head cannot add up to it."""
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedHttp(HttpToolsProtocol):
    """The protocol of one connection, with a limit to the bytes of a head."""

    _head_bytes = 0
    _in_head = True
    _answering: RequestResponseCycle | None = None

    def on_message_begin(self) -> None:
        """Begin to count a head."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]

    def on_headers_complete(self) -> None:
        """Stop counting: the head is there."""
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Parse, and close the connection on a head that grows beyond the limit."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > LONGEST_HEAD_BYTES:
                self.transport.write(_TOO_LARGE)
                self.transport.close()

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
