"""Which addresses a result's link may lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpcore
import pytest

from orq_ui.client.address_policy import CheckedNetwork, forbidden
from orq_ui.errors import ForbiddenUrl

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize("text", [PUBLIC, "8.8.8.8", "2606:4700::1111", f"::ffff:{PUBLIC}", "64:ff9b::808:808"])
def test_public(text: str) -> None:
    """A public address may be fetched from, also when written as IPv6 or reached through NAT64."""
    assert forbidden(ip_address(text)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.9.10", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("0.0.0.0", "unspecified"),  # noqa: S104 - refused, not bound
        ("::", "unspecified"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),
        ("198.18.0.1", "private"),
        ("192.0.0.8", "private"),
        ("5f00::1", "private"),
        ("3fff::1", "private"),
        ("192.0.2.1", "private"),
        ("240.0.0.1", "private"),
        ("255.255.255.255", "private"),
        ("192.88.99.1", "private"),
        ("fc00::1", "private"),
        ("fec0::1", "private"),
        ("2001:db8::1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("::10.0.0.1", "private"),
        ("::ffff:0:10.0.0.1", "private"),
        ("64:ff9b::a00:1", "private"),
        ("64:ff9b:1::808:808", "private"),
        ("2002:a00:1::", "private"),
        ("2002:808:808::", "private"),
        ("2001:0:a00:1::1", "private"),
        ("169.254.0.1", "link_local"),
        ("fe80::1%eth0", "link_local"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("169.254.169.254", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("::ffff:169.254.169.254", "metadata"),
        ("64:ff9b::a9fe:a9fe", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
    ],
)
def test_forbidden(text: str, reason: str) -> None:
    """Everything that is not the public internet is refused, however it is spelt."""
    assert forbidden(ip_address(text)) == reason


@dataclass
class Names:
    """A resolver that gives the next answer each time it is asked."""

    answers: list[list[str]]
    asked: list[str] = field(default_factory=list)

    async def resolve(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        return self.answers.pop(0)


@dataclass
class Network(httpcore.AsyncNetworkBackend):
    """A network that keeps the addresses it was asked for; those in ``dead`` do not answer."""

    dead: tuple[str, ...] = ()
    reached: list[str] = field(default_factory=list)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.reached.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("dead")
        return httpcore.AsyncMockStream([])


@pytest.mark.anyio
async def test_pinned() -> None:
    """A name is asked for once, and the checked address itself is connected to: a second answer has no effect."""
    names, network = Names([[PUBLIC], ["127.0.0.1"]]), Network()
    await CheckedNetwork(resolve=names.resolve, network=network).connect_tcp("rebinding.example", 443)

    assert names.asked == ["rebinding.example"]
    assert network.reached == [PUBLIC]


@pytest.mark.anyio
async def test_one_bad_address() -> None:
    """One forbidden address among several is enough to refuse the name, and nothing is connected to."""
    names, network = Names([[PUBLIC, "10.0.0.1"]]), Network()
    with pytest.raises(ForbiddenUrl) as caught:
        await CheckedNetwork(resolve=names.resolve, network=network).connect_tcp("mixed.example", 443)

    assert (caught.value.url, caught.value.reason) == ("mixed.example", "private")
    assert network.reached == []


@pytest.mark.anyio
async def test_next_address() -> None:
    """An address that does not answer is passed over for the next one."""
    names, network = Names([["8.8.8.8", PUBLIC]]), Network(dead=("8.8.8.8",))
    await CheckedNetwork(resolve=names.resolve, network=network).connect_tcp("two.example", 443)

    assert network.reached == ["8.8.8.8", PUBLIC]


@pytest.mark.anyio
@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0", "localhost"])
async def test_spellings(host: str) -> None:
    """A loopback address in disguise is what it resolves to."""
    network = Network()
    with pytest.raises(ForbiddenUrl):
        await CheckedNetwork(network=network).connect_tcp(host, 443)

    assert network.reached == []


@pytest.mark.anyio
async def test_home() -> None:
    """The emulator's host and port are loopback or nothing."""
    names, network = Names([["127.0.0.1"], [PUBLIC], ["127.0.0.1"]]), Network()
    checked = CheckedNetwork(("localhost", 4010), names.resolve, network=network)
    await checked.connect_tcp("localhost", 4010)
    with pytest.raises(ForbiddenUrl):
        await checked.connect_tcp("localhost", 4010)
    with pytest.raises(ForbiddenUrl):
        await checked.connect_tcp("localhost", 4011)

    assert network.reached == ["127.0.0.1"]
