"""uvicorn's HTTP/1.1 on httptools, with an end to heads that never end, and its transport in the scope."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from orq_ui.emulator.truncated_response import TRANSPORT

LONGEST_HEAD_BYTES = 512 * 1024
"""More than a whole read of the socket, so that a body's bytes before a next head cannot add up to it."""
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedHttp(HttpToolsProtocol):
    """httptools itself collects a head of any length."""

    _head_bytes = 0
    _in_head = True

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Parse, and break off a head that grows beyond all reason."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > LONGEST_HEAD_BYTES:
                self.transport.write(_TOO_LARGE)
                self.transport.close()
