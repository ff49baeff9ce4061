"""Downloads the pictures behind a reply's links, with suspicion: whoever wrote the reply chose the links."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address

import httpcore
import httpx

from orq_ui import __version__
from orq_ui.client.address_policy import Address, CheckedNetwork, Resolve, forbidden, resolve
from orq_ui.client.network_errors import reason_of
from orq_ui.errors import ForbiddenUrl
from orq_ui.imaging import MAX_BYTES

Fetch = Callable[[str], Awaitable[tuple[bytes, str | None]]]
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADERS: Mapping[bytes | str, bytes | str] = {
    "Accept": "image/*",
    "Accept-Encoding": "identity",
    "User-Agent": f"orq-ui/{__version__}",
}


class PictureUnavailable(Exception):
    """Why there is no picture; it becomes a ``MissingPicture``, or an ``UnshownPicture`` where bytes came."""

    def __init__(self, reason: str, detail: str = "", content: bytes = b"") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
        self.content = content


@dataclass(frozen=True)
class ImageDownloader:
    """How links are downloaded: never with the key, a cookie or a proxy; always from a checked address."""

    parallel: int = 5
    max_redirects: int = 3
    max_bytes: int = MAX_BYTES
    timeout_s: float = 60.0
    tls: ssl.SSLContext | None = None
    resolve: Resolve = resolve
    forbidden: Callable[[Address], str | None] = forbidden

    @asynccontextmanager
    async def session(self, request_url: str) -> AsyncIterator[Fetch]:
        """Yield the fetcher for one reply: link in, bytes and declared media type out. It raises PictureUnavailable.

        Plain http is for the emulator alone: the host and port of ``request_url``, if that is loopback.
        """
        emulator = _emulator_address(request_url)
        slots = asyncio.Semaphore(self.parallel)
        # httpcore, not httpx: it has no cookies, no redirects, no proxies of the environment, no default headers.
        async with httpcore.AsyncConnectionPool(
            ssl_context=self.tls or await asyncio.to_thread(_tls),
            max_connections=self.parallel,
            network_backend=CheckedNetwork(emulator, self.resolve, self.forbidden),
        ) as connections:

            async def fetch(link: str) -> tuple[bytes, str | None]:
                async with slots:
                    return await self._fetch(connections, link, emulator)

            yield fetch

    async def _fetch(
        self, connections: httpcore.AsyncConnectionPool, link: str, emulator: tuple[str, int] | None
    ) -> tuple[bytes, str | None]:
        try:
            async with asyncio.timeout(self.timeout_s):
                return await self._get(connections, link, emulator)
        except (TimeoutError, httpcore.TimeoutException):
            raise PictureUnavailable("timed_out", f"{self.timeout_s:g} s") from None
        except ForbiddenUrl as refusal:
            raise PictureUnavailable("forbidden_url", refusal.reason) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise PictureUnavailable("unreachable", reason_of(error)) from None

    async def _get(
        self, connections: httpcore.AsyncConnectionPool, link: str, emulator: tuple[str, int] | None
    ) -> tuple[bytes, str | None]:
        url = _parse_url(link)
        for _ in range(self.max_redirects + 1):
            _check(url, emulator)
            target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
            async with connections.stream("GET", target, headers=_headers(url)) as response:
                headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
                if response.status not in REDIRECTS:
                    return await self._body(response, headers), headers.get(b"content-type")
            url = _redirect_target(url, headers.get(b"location"))
        raise PictureUnavailable("too_many_redirects", str(self.max_redirects))

    async def _body(self, response: httpcore.Response, headers: dict[bytes, str]) -> bytes:
        if response.status != 200:
            raise PictureUnavailable("http_status", str(response.status))
        length = headers.get(b"content-length", "")
        if length.isdecimal() and int(length) >= self.max_bytes:
            raise PictureUnavailable("too_many_bytes", length)
        body = bytearray()
        async for chunk in response.aiter_stream():
            body += chunk
            if len(body) >= self.max_bytes:
                raise PictureUnavailable("too_many_bytes", str(len(body)))
        return bytes(body)


@cache
def _tls() -> ssl.SSLContext:
    # Reading the certificates takes tens of milliseconds: once a process.
    return httpx.create_ssl_context()


def _emulator_address(request_url: str) -> tuple[str, int] | None:
    url = httpx.URL(request_url)
    host = url.raw_host.decode("ascii")
    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return None
    return _address(url) if loopback and url.scheme == "http" else None


def _address(url: httpx.URL) -> tuple[str, int]:
    # Not `url.host`, which decodes "xn--" and fails on what is none.
    return url.raw_host.decode("ascii"), url.port or {"http": 80, "https": 443}[url.scheme]


def _check(url: httpx.URL, emulator: tuple[str, int] | None) -> None:
    if url.scheme not in ("https", "http") or not url.raw_host:
        raise PictureUnavailable("forbidden_url", "scheme")
    if url.userinfo:
        raise PictureUnavailable("forbidden_url", "userinfo")
    if (url.scheme == "http") != (_address(url) == emulator):
        raise PictureUnavailable("forbidden_url", "scheme")


def _headers(url: httpx.URL) -> dict[bytes | str, bytes | str]:
    return {**HEADERS, "Host": url.netloc}


def _parse_url(link: str) -> httpx.URL:
    try:
        return httpx.URL(link.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise PictureUnavailable("bad_url", type(error).__name__) from None


def _redirect_target(url: httpx.URL, location: str | None) -> httpx.URL:
    if not location:
        raise PictureUnavailable("bad_redirect")
    try:
        return url.join(location)
    except (httpx.InvalidURL, UnicodeError):
        raise PictureUnavailable("bad_redirect") from None
