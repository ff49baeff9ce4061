"""Refuses requests under a name that is not this server's, and those that other sites' pages make in the background.

Streamlit checks names only on its WebSocket (``server.allowedHosts``), lets every page of this machine open that, and
asks the internet for the server's address to compare; here nothing gets that far.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from orq_ui.host_header import Host, host_of, is_same_origin, parse_host
from orq_ui.settings import Settings

LOOPBACK = (Host("localhost"), Host("127.0.0.1"), Host("::1"))
EVERY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - not listened on, only recognised
"""Addresses that are no name of a server: it listens on all that the machine has."""
_READING = ("GET", "HEAD", "OPTIONS")
_DEFAULT_PORTS = (80, 443)
_NO_HOST = "The request must have one Host header, with a name or an address and an optional port."
_OTHER_HOST = (
    "This server does not answer under the name {name}. If it is yours and this name is right, list the name in"
    " ORQ_UI_PUBLIC_HOSTS and start it again: ORQ_UI_PUBLIC_HOSTS={name}. It always answers under localhost,"
    " 127.0.0.1 and [::1], and under the address in --server.address unless that stands for every address."
)
_OTHER_ORIGIN = (
    "This request comes from a page of another site, which may not make it. If you run the server behind a proxy,"
    " let that pass on the Host header as the browser sent it."
)


def served_hosts(address: str, public: Iterable[Host]) -> frozenset[Host]:
    """Return the hosts under which a server answers: loopback, the address that it listens on, and its public ones.

    Without a port in it, a host is allowed with any: ports are forwarded, and no other site can have the name.
    """
    own = None if address in EVERY_ADDRESS else parse_host(f"[{address}]" if ":" in address else address)
    return frozenset({*LOOPBACK, *([own] if own else []), *public})


class HostCheck:
    """Lets only requests through that are for one of these hosts, and that no other site's page has made.

    A page of another site may lead a person here by a link, and nothing else: it may not write, open the WebSocket, or
    load a picture. ``X-Forwarded-Host`` is not read, as anybody can send it.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[Host] | None = None) -> None:
        self.app = app
        if hosts is None:
            hosts = served_hosts(str(st.get_option("server.address") or ""), Settings().public_hosts)
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is allowed; answer the rest, or close its WebSocket before it is open."""
        if scope["type"] not in ("http", "websocket") or (refused := self._refusal(scope)) is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await refused(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": "Host or Origin is not allowed"})

    def _refusal(self, scope: Scope) -> Response | None:
        host = host_of(scope["headers"])
        if host is None:
            return PlainTextResponse(_NO_HOST, 400)
        if not self._is_ours(host):
            # What is left of a parsed name is letters, digits and signs of names, so that it can be quoted.
            return PlainTextResponse(_OTHER_HOST.format(name=host.name), 421)
        return PlainTextResponse(_OTHER_ORIGIN, 403) if _is_foreign(scope, host) else None

    def _is_ours(self, host: Host) -> bool:
        ports = (host.port,) if host.port is not None else _DEFAULT_PORTS
        return any(Host(host.name, port) in self._hosts for port in (None, *ports))


def _is_foreign(scope: Scope, host: Host) -> bool:
    """Return whether a page of another origin made this request, other than by leading a person here."""
    headers = Headers(scope=scope)
    origins = headers.getlist("origin")
    is_writing = scope["type"] == "websocket" or scope["method"] not in _READING
    if is_writing and any(not is_same_origin(origin, host) for origin in origins):
        return True
    # Browsers say on https and on this machine from where a request comes; no script can change it.
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    return is_writing or headers.get("sec-fetch-mode") != "navigate"
