"""One request out, one whole answer back: patience, caps, and the HTTP library's errors translated."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO

import httpx

from orq_ui.client.network_errors import reason_of
from orq_ui.client.raw_response import Answer
from orq_ui.client.timings import Stopwatch
from orq_ui.errors import BadReply, InvalidInput, TimedOut, Unreachable
from orq_ui.redaction import Redactor
from orq_ui.wire import Wire

CONNECT_S = 10.0
MAX_REPLY_BYTES = 256_000_000
"""Ten pictures of 19 MB as base64."""
MAX_REFUSAL_BYTES = 1_000_000


async def exchange(http: httpx.AsyncClient, wire: Wire, max_bytes: int = MAX_REPLY_BYTES) -> Answer:
    """Send once, and read the answer to its end.

    Raises InvalidInput, Unreachable, TimedOut, and BadReply for a body over ``max_bytes`` or one that cannot be
    decoded. Cancelling closes the connection.
    """
    watch = Stopwatch()
    request = _request(wire, watch)
    host = request.url.netloc.decode("ascii")
    async with _patience(wire.timeout_s, watch):
        try:
            # An empty auth, or the library would take the client's or the URL's.
            response = await http.send(request, stream=True, auth=httpx.Auth(), follow_redirects=False)
        except httpx.UnsupportedProtocol:
            raise InvalidInput("base_url", "unsupported_scheme") from None
        except UnicodeError:
            # A host name that IDNA has no form for: found by the URL's reader, or only by the resolver.
            raise InvalidInput("base_url", "not_a_url") from None
        except httpx.TransportError as error:
            raise _unanswered(error, host, watch) from None
        try:
            return await _read(response, host, wire, watch, max_bytes)
        finally:
            await response.aclose()


def _request(wire: Wire, watch: Stopwatch) -> httpx.Request:
    for name, value in wire.headers.items():
        # Checked here, because the libraries' own errors would quote the value.
        if not re.fullmatch(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?", value):
            raise InvalidInput("api_key" if name == "Authorization" else f"headers.{name}", "not_printable_ascii")
    files = [(part.name, (part.filename, BytesIO(part.content), part.content_type)) for part in wire.parts]
    connect_s = min(CONNECT_S, wire.timeout_s)
    patience = {"connect": connect_s, "pool": None, "read": None, "write": None}
    extensions = {"trace": watch.trace, "timeout": patience}
    try:
        # Made here and not by the client, which would add its own headers and cookies.
        return httpx.Request(wire.method, wire.url, headers=wire.headers, files=files or None, extensions=extensions)
    except (httpx.InvalidURL, UnicodeError):
        raise InvalidInput("base_url", "not_a_url") from None


@asynccontextmanager
async def _patience(seconds: float, watch: Stopwatch) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise TimedOut(watch.phase, seconds) from None


async def _read(response: httpx.Response, host: str, wire: Wire, watch: Stopwatch, max_bytes: int) -> Answer:
    refused = response.status_code >= 400
    redactor = Redactor.of(wire.headers)
    headers = redactor.headers(response.headers.multi_items())
    at = datetime.now(UTC)
    body = bytearray()
    cut = False
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if refused and len(body) > MAX_REFUSAL_BYTES:
                cut = True
                break
            if len(body) > max_bytes:
                raise BadReply(response.status_code, "too_large", headers)
    except (httpx.TransportError, httpx.DecodingError) as error:
        # Half a refusal still says what was refused.
        cut = refused
        if not refused:
            raise _broken(error, response.status_code, host, headers) from None
    phrase = redactor.text(response.reason_phrase)
    return Answer(response.status_code, phrase, headers, bytes(body), at, watch.read(), redactor, cut)


def _unanswered(error: httpx.TransportError, host: str, watch: Stopwatch) -> TimedOut | Unreachable:
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(watch.phase, round(watch.elapsed_s, 3))
    return Unreachable(host, reason_of(error))


def _broken(error: Exception, status: int, host: str, headers: tuple[tuple[str, str], ...]) -> BadReply | Unreachable:
    reason = reason_of(error)
    return BadReply(status, reason, headers) if reason == "garbled" else Unreachable(host, reason)
