"""Why there was no response, as one word, from the exceptions below the HTTP library's own."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpcore
import httpx

REASONS = ("dns", "refused", "tls", "reset", "closed", "no_route", "garbled", "network")
_ERRNO = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.EPIPE: "reset",
    errno.ENETUNREACH: "no_route",
    errno.EHOSTUNREACH: "no_route",
}


def reason_of(error: BaseException) -> str:
    """Return one of :data:`REASONS`; ``closed`` is a connection that ended early, ``garbled`` one that is not HTTP."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror | UnicodeError):
            return "dns"
        if isinstance(cause, ssl.SSLError):
            return "tls"
        if isinstance(cause, OSError) and cause.errno in _ERRNO:
            return _ERRNO[cause.errno]
    if isinstance(error, httpx.RemoteProtocolError | httpcore.RemoteProtocolError):
        # The library says both in one class; these are its words for an early end.
        early = ("disconnected", "closed connection")
        return "closed" if any(word in str(error) for word in early) else "garbled"
    if isinstance(error, httpx.DecodingError):
        return "garbled"
    return "network"


def _causes(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    if error is None or depth > 10:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _causes(member, depth + 1)
    yield from _causes(error.__cause__ or error.__context__, depth + 1)
