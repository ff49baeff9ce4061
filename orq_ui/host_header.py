"""Names and ports of hosts, as the headers ``Host`` and ``Origin`` give them.

Whoever controls a domain can let it resolve to this machine (DNS rebinding), and a browser then takes a page of theirs
and our server for one site. What such a page cannot choose is the name in ``Host``, so servers check it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

LONGEST_NAME = 253
"""Of a domain name, by RFC 1035."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PARTS = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")


@dataclass(frozen=True)
class Host:
    """A host's name in lower case, or an address (IPv6 without brackets); ``port`` is None where none is given."""

    name: str
    port: int | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether the name always means the machine itself, whatever a domain name server says."""
        if self.name == "localhost" or self.name.endswith(".localhost"):
            return True
        return is_loopback_address(self.name)


def parse_host(text: str) -> Host | None:
    """Return the host that a ``Host`` header names; None for what is no name or address with an optional port.

    One dot at the end is passed over: ``localhost.`` is the same host. An IPv6 address comes back in its short form.
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    port = None if found["port"] is None else int(found["port"])
    name = _ipv6(found["name"][1:-1]) if found["name"].startswith("[") else _name(found["name"])
    return None if name is None or (port is not None and port > 65_535) else Host(name, port)


def host_of(headers: Iterable[tuple[bytes, bytes]]) -> Host | None:
    """Return the host that a request is for, by its headers as ASGI gives them; None unless exactly one names it."""
    given = [value for name, value in headers if name.lower() == b"host"]
    return parse_host(given[0].decode("latin-1")) if len(given) == 1 else None


def is_same_origin(origin: str, host: Host) -> bool:
    """Return whether an ``Origin`` header names the host and port that the request is for.

    The scheme may differ from ours: a proxy in front may speak https. Where ``Host`` has no port, it is the scheme's.
    """
    scheme, separator, rest = origin.partition("://")
    named = parse_host(rest)
    if not separator or named is None or (default := _DEFAULT_PORTS.get(scheme.lower())) is None:
        return False
    return named.name == host.name and (named.port or default) == (host.port or default)


def is_loopback_address(text: str) -> bool:
    """Return whether this is an IP address of loopback, in its usual form."""
    for kind in (IPv4Address, IPv6Address):
        try:
            address = kind(text)
        except AddressValueError:
            continue
        mapped = getattr(address, "ipv4_mapped", None)
        return address.is_loopback or (mapped is not None and mapped.is_loopback)
    return False


def _ipv6(text: str) -> str | None:
    try:
        return str(IPv6Address(text))
    except AddressValueError:
        return None


def _name(text: str) -> str | None:
    name = text.lower().removesuffix(".")
    return name if len(name) <= LONGEST_NAME and _NAME.fullmatch(name) else None
