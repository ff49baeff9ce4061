"""One request out, one whole response back: time limits, size limits, and the HTTP library's errors translated."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from io import BytesIO

import httpx

from orq_ui.client.lenient_json import read_json
from orq_ui.client.network_errors import reason_of
from orq_ui.client.timings import Timings, TimingsRecorder
from orq_ui.errors import BadReply, InvalidInput, TimedOut, Unreachable
from orq_ui.redaction import Redactor
from orq_ui.wire import Wire

CONNECT_S = 10.0
MAX_RESPONSE_BYTES = 256_000_000
"""Ten pictures of 19 MB as base64."""
MAX_ERROR_BYTES = 1_000_000
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30.0)
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")


@dataclass(frozen=True)
class RawResponse:
    """Status, headers and whole body, unread; ``truncated`` when the body ended early. ``body`` may hold the key.

    ``at`` is when its headers came.
    """

    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    at: datetime
    timings: Timings
    redactor: Redactor = field(repr=False)
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """Return the first value of a header, by its lower-case name."""
        return next((value for given, value in self.headers if given == name), None)


def create_http_client() -> httpx.AsyncClient:
    """Make the client that all sessions of one event loop share; close it with ``aclose()``.

    It keeps connections, follows no redirect, keeps no cookie (one person's would go out with the next
    person's request) and never sends anything twice. ``HTTPS_PROXY`` and ``SSL_CERT_FILE`` of the
    environment hold, since a company's network may have no other way out, but never for loopback.

    The libraries below log nothing but warnings, whatever level the server logs at: they would write each response's
    status line and headers as they came, and a host may repeat the key there.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        # No transport given: the library's own retries nothing, and a given one would switch the proxies off.
        # None here means a direct connection.
        mounts=dict.fromkeys(LOOPBACK),
        limits=LIMITS,
        trust_env=True,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


async def exchange(http: httpx.AsyncClient, wire: Wire, max_bytes: int = MAX_RESPONSE_BYTES) -> RawResponse:
    """Send once, and read the response to its end.

    Raises InvalidInput, Unreachable, TimedOut, and BadReply for a body over ``max_bytes`` or one that cannot be
    decoded. Cancelling closes the connection.
    """
    recorder = TimingsRecorder()
    request = _request(wire, recorder)
    host = request.url.netloc.decode("ascii")
    async with _time_limit(wire.timeout_s, recorder):
        try:
            # An empty auth, or the library would take the client's or the URL's.
            response = await http.send(request, stream=True, auth=httpx.Auth(), follow_redirects=False)
        except httpx.UnsupportedProtocol:
            raise InvalidInput("base_url", "unsupported_scheme") from None
        except UnicodeError:
            # A host name that IDNA has no form for: found by the URL's reader, or only by the resolver.
            raise InvalidInput("base_url", "not_a_url") from None
        except httpx.TransportError as error:
            raise _no_response(error, host, recorder) from None
        try:
            return await _read(response, host, wire, recorder, max_bytes)
        finally:
            await response.aclose()


def _request(wire: Wire, recorder: TimingsRecorder) -> httpx.Request:
    for name, value in wire.headers.items():
        # Checked here, because the libraries' own errors would quote the value.
        if not re.fullmatch(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?", value):
            raise InvalidInput("api_key" if name == "Authorization" else f"headers.{name}", "not_printable_ascii")
    files = [(part.name, (part.filename, BytesIO(part.content), part.content_type)) for part in wire.parts]
    timeouts = {"connect": min(CONNECT_S, wire.timeout_s), "pool": None, "read": None, "write": None}
    extensions = {"trace": recorder.trace, "timeout": timeouts}
    try:
        # Made here and not by the client, which would add its own headers and cookies.
        return httpx.Request(wire.method, wire.url, headers=wire.headers, files=files or None, extensions=extensions)
    except (httpx.InvalidURL, UnicodeError):
        raise InvalidInput("base_url", "not_a_url") from None


@asynccontextmanager
async def _time_limit(seconds: float, recorder: TimingsRecorder) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise TimedOut(recorder.phase, seconds) from None


async def _read(
    response: httpx.Response, host: str, wire: Wire, recorder: TimingsRecorder, max_bytes: int
) -> RawResponse:
    is_error = response.status_code >= 400
    redactor = Redactor.of(wire.headers)
    headers = redactor.headers(response.headers.multi_items())
    at = datetime.now(UTC)
    body = bytearray()
    truncated = False
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if is_error and len(body) > MAX_ERROR_BYTES:
                truncated = True
                break
            if len(body) > max_bytes:
                raise BadReply(response.status_code, "too_large", headers)
    except (httpx.TransportError, httpx.DecodingError) as error:
        # Half an error response still says what was refused, and a success may be whole but for the connection's end.
        truncated = is_error or await asyncio.to_thread(_is_whole, bytes(body))
        if not truncated:
            raise _broken_body(error, response.status_code, host, headers) from None
    return RawResponse(
        status=response.status_code,
        phrase=redactor.text(response.reason_phrase),
        headers=headers,
        body=bytes(body),
        at=at,
        timings=recorder.timings(),
        redactor=redactor,
        truncated=truncated,
    )


def _is_whole(body: bytes) -> bool:
    try:
        return not any(reason == "text_after" for reason, _ in read_json(body).oddities)
    except ValueError:
        return False


def _no_response(error: httpx.TransportError, host: str, recorder: TimingsRecorder) -> TimedOut | Unreachable:
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(recorder.phase, round(recorder.elapsed_s, 3))
    return Unreachable(host, reason_of(error))


def _broken_body(
    error: Exception, status: int, host: str, headers: tuple[tuple[str, str], ...]
) -> BadReply | Unreachable:
    reason = reason_of(error)
    return BadReply(status, reason, headers) if reason == "garbled" else Unreachable(host, reason)
