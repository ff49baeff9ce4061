"""uvicorn's HTTP/1.1 on httptools with a limit to the bytes of a request's head, which neither has.

httptools collects a head of any length, so that one client could fill the memory. uvicorn does not document its class
``HttpToolsProtocol``: this builds on the methods below and on ``transport``.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD_BYTES = 512 * 1024
"""More than a whole read of the socket, so that a body's bytes before a next head cannot add up to it."""
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedHeads(HttpToolsProtocol):
    """The protocol of one connection."""

    _head_bytes = 0
    _in_head = True

    def on_message_begin(self) -> None:
        """Begin to count a head."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

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
