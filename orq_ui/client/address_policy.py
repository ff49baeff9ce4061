"""Which network addresses a result's link may lead to, checked on the very address that is connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpcore

from orq_ui.errors import ForbiddenUrl

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
METADATA = frozenset(
    ip_address(text)
    # AWS and most others; AWS over IPv6; Alibaba; Oracle; Azure's wire server, which is a public address.
    for text in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")
)
# Mapped (RFC 4291) and NAT64 (RFC 6052): the IPv4 address in their last 32 bits is where they lead.
_EMBEDDED_IPV4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
_INWARD = (
    # 6to4, its relays (RFC 7526) and site-local (RFC 3879): global to the standard library, though they lead inwards.
    *(IPv4Network("192.88.99.0/24"), IPv6Network("2002::/16"), IPv6Network("fec0::/10")),
    # IANA's protocols (RFC 6890), segment routing (RFC 9602), documentation (RFC 9637): older Pythons know some.
    *(IPv4Network("192.0.0.0/24"), IPv6Network("5f00::/16"), IPv6Network("3fff::/20")),
)
_KINDS = ("loopback", "unspecified", "link_local", "multicast")


def forbidden(address: Address) -> str | None:
    """Return why a public link may not lead there, as one word; None when it may."""
    if any(address in net for net in _EMBEDDED_IPV4):
        return forbidden(IPv4Address(int(address) & 0xFFFFFFFF))
    if address in METADATA:
        return "metadata"
    if kind := next((kind for kind in _KINDS if getattr(address, f"is_{kind}")), None):
        return kind
    if address.is_reserved or not address.is_global or any(address in net for net in _INWARD):
        return "private"
    return None


async def resolve(host: str, port: int) -> list[str]:
    """Return every address of a name. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves a name once, refuses it if any of its addresses is forbidden, connects to one of those it checked.

    Host header, SNI and certificate stay those of the name. ``emulator`` is the one host and port that
    must be loopback instead.
    """

    emulator: tuple[str, int] | None = None
    resolve: Resolve = resolve
    forbidden: Callable[[Address], str | None] = forbidden
    network: httpcore.AsyncNetworkBackend = field(default_factory=httpcore.AnyIOBackend)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers."""
        try:
            addresses = [ip_address(text) for text in await self.resolve(host.strip("[]"), port)]
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("name not resolved") from error
        for address in addresses:
            if reason := self._forbidden_reason(host, port, address):
                raise ForbiddenUrl(host, reason)
        last: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return await self.network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def sleep(self, seconds: float) -> None:
        """Wait; the library asks for it between retries, of which there are none here."""
        await asyncio.sleep(seconds)

    def _forbidden_reason(self, host: str, port: int, address: Address) -> str | None:
        if (host, port) == self.emulator:
            return None if address.is_loopback else "not_loopback"
        return self.forbidden(address)
