"""A response that breaks off: half of it, then a connection reset."""

from __future__ import annotations

import asyncio
import socket
import struct

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

TRANSPORT = "orq_ui.emulator.transport"
"""Where the server leaves the connection's ``asyncio.Transport`` in the scope."""
FLUSH_S = 0.02
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class TruncatedResponse(Response):
    """Announces its whole length, sends half, and resets the connection instead of closing it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send half of it, and reset the connection."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        # A reset throws away what the loop has not yet handed to the kernel.
        await asyncio.sleep(FLUSH_S)
        transport: asyncio.Transport | None = scope.get(TRANSPORT)
        if transport is None:
            raise ConnectionResetError("the scenario asks for a reset; a server without our protocol closes instead")
        connection = transport.get_extra_info("socket")
        # Without lingering a close is a reset (RST), not an orderly end (FIN).
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        transport.abort()
