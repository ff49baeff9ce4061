"""Whose requests the real server answers: under its own names, and not for pages of other sites. On its socket."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from orq_ui.host_header import Host
from orq_ui.ui.server.host_check import LOOPBACK, served_hosts
from tests.browser.servers import Server

PUBLIC = "play.example, ported.example:8443 secure.example:443"
STREAM = "/_stcore/stream"
PATHS = ("/", "/history", "/health", "/_stcore/host-config", "/_stcore/health", "/app/static/samples/fox", "/media/x")
"""A page, a deep link, our routes and Streamlit's."""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}
ELSEWHERE = {"Host": "127.0.0.3"}
SWITCHED, REFUSED, FORBIDDEN, OTHER_NAME = 101, 400, 403, 421


class Target:
    """A server and what it answers to a head as it is."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.here = f"localhost:{port}"

    def answer(self, head: str) -> tuple[int, str]:
        """Send a head with no body; return the status and all that came."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as raw:
            raw.sendall(head.encode("latin-1"))
            came = b""
            while b"\r\n\r\n" not in came and (piece := raw.recv(65_536)):
                came += piece
            if b" 101 " not in came[:20]:
                while piece := raw.recv(65_536):
                    came += piece
        return int(came.split(b" ", 2)[1]), came.decode("latin-1")

    def status(self, *, path: str = "/", method: str = "GET", host: str | None = None, **headers: str) -> int:
        """Return the status of a request for a host; underscores in names of headers stand for hyphens."""
        given = {"Host": self.here if host is None else host, "Connection": "close"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return self.answer(f"{method} {path} HTTP/1.1\r\n{lines}\r\n")[0]

    def stream(self, *, host: str | None = None, **headers: str) -> int:
        """Return the status of an attempt to open Streamlit's WebSocket."""
        return self.status(path=STREAM, host=host, **{**UPGRADE, **headers})


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """Start the playground, open to every address as in a container, with names of its own."""
    log = tmp_path_factory.mktemp("hosts") / "log.txt"
    server = Server(log, {"ORQ_UI_PUBLIC_HOSTS": PUBLIC}, ["--server.address", "0.0.0.0"])  # noqa: S104
    yield Target(int(server.url.rpartition(":")[2]))
    server.stop()


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:1",
        "LOCALHOST:8501",
        "localhost.",
        "127.0.0.1",
        "127.0.0.1:8501",
        "[::1]:8501",
        "[0:0:0:0:0:0:0:1]",
        "play.example",
        "Play.Example:8443",
        "ported.example:8443",
        "secure.example",
        "secure.example:443",
    ],
)
def test_a_name_of_the_server(target: Target, host: str) -> None:
    """Pages and the WebSocket answer under loopback's names with any port, and under those of the settings."""
    assert target.status(host=host) == 200
    assert target.stream(host=host, Origin=f"http://{host}") == SWITCHED


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8501",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil-localhost",
        "play.example.evil.example",
        "ported.example",
        "ported.example:8501",
        "secure.example:8443",
        "0.0.0.0",  # noqa: S104 - a name in a request
        "[::]",
        "10.0.0.1:8501",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "[::ffff:127.0.0.1]",
    ],
)
def test_a_name_of_somebody_else(target: Target, host: str, path: str) -> None:
    """A name that somebody let resolve to this machine gets nothing, wherever it asks."""
    assert target.status(host=host, path=path) == OTHER_NAME
    assert target.status(host=host, path=path, Sec_Fetch_Site="same-origin", X_Forwarded_Host="localhost") == OTHER_NAME


@pytest.mark.parametrize(
    "host",
    ["", "user@localhost", "user:x@localhost:8501", "localhost, evil.example", "localhost/", "::1", "[::1%25lo]", "*"],
)
def test_what_is_no_name(target: Target, host: str) -> None:
    """Whatever two programs could read in two ways is a bad request, on the WebSocket as well."""
    assert target.status(host=host) == REFUSED
    assert target.stream(host=host) == FORBIDDEN


def test_heads_that_no_browser_sends(target: Target) -> None:
    """None or two Host headers are bad requests; in an absolute request target only Host counts."""
    end = "Connection: close\r\n\r\n"

    assert target.answer(f"GET / HTTP/1.0\r\n{end}")[0] == REFUSED
    assert target.answer(f"GET / HTTP/1.1\r\n{end}")[0] == REFUSED
    assert target.answer(f"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n{end}")[0] == REFUSED
    assert target.answer(f"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n{end}")[0] == REFUSED
    assert target.answer(f"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n{end}")[0] == OTHER_NAME


def test_a_refusal_says_which_setting_to_change(target: Target) -> None:
    """As plain text with the security headers, and with nothing of a name that is none."""
    status, said = target.answer("GET / HTTP/1.1\r\nHost: new.example:9000\r\nConnection: close\r\n\r\n")
    _, broken = target.answer("GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\nConnection: close\r\n\r\n")

    assert status == OTHER_NAME
    assert "ORQ_UI_PUBLIC_HOSTS=new.example" in said
    for answer in (said, broken):
        assert "content-type: text/plain" in answer
        assert "x-content-type-options: nosniff" in answer
        assert "set-cookie" not in answer
    assert "script>" not in broken


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8501", "10.0.0.1", "0.0.0.0:8501"])
def test_the_websocket_under_another_name(target: Target, host: str) -> None:
    """It stays closed, although its page and it agree on the name."""
    assert target.stream(host=host, Origin=f"http://{host}") == FORBIDDEN
    assert target.stream(host=host) == FORBIDDEN


FOREIGN_ORIGINS = [
    "http://localhost:9999",
    "http://localhost",
    "http://127.0.0.1:9999",
    "http://evil.example",
    "https://localhost.evil.example",
    "http://play.example",
    "null",
    "file://",
    "chrome-extension://abc",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_page_of_another_site(target: Target, origin: str) -> None:
    """It can neither open the WebSocket nor upload, delete or post anything; another local port is another site."""
    upload = "/_stcore/upload_file/a-session/a-file"

    assert target.stream(Origin=origin) == FORBIDDEN
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/", upload, "/_stcore/agent/interact", "/app/static/pictures/x"):
            assert target.status(method=method, path=path, Origin=origin, Content_Length="0") == FORBIDDEN


def test_our_own_page(target: Target) -> None:
    """Its requests go on to Streamlit, which has checks of its own; what is no browser says no origin."""
    own = f"http://{target.here}"

    assert target.stream(Origin=own, Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="websocket") == SWITCHED
    assert target.stream() == SWITCHED
    upload = target.answer(
        f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: {target.here}\r\nOrigin: {own}\r\n"
        "Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
    assert "page of another site" not in upload[1]


def test_behind_a_proxy_that_ends_https(target: Target) -> None:
    """The page's origin is https and the server's own scheme http; X-Forwarded-Host changes nothing."""
    public = "play.example"

    assert target.stream(host=public, Origin=f"https://{public}") == SWITCHED
    assert target.stream(host=public, Origin="https://evil.example", X_Forwarded_Host="evil.example") == FORBIDDEN


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_other_pages_load(target: Target, site: str) -> None:
    """A picture, a zip or a script is not for them, nor is signing somebody out; a link to a page is."""
    for path in ("/app/static/samples/fox", "/health", "/auth/logout", "/"):
        for mode in ("no-cors", "cors"):
            assert target.status(path=path, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode) == FORBIDDEN
    assert target.status(path="/history", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate") == 200
    assert target.stream(Sec_Fetch_Site=site, Sec_Fetch_Mode="websocket") == FORBIDDEN
    assert target.status(path="/", Sec_Fetch_Site="none", Sec_Fetch_Mode="navigate") == 200


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("192.0.2.7", {Host("192.0.2.7")}),
        ("play.example", {Host("play.example")}),
        ("2001:db8::1", {Host("2001:db8::1")}),
        ("127.0.0.1", set()),
        ("0.0.0.0", set()),  # noqa: S104 - nothing listens
        ("::", set()),
        ("", set()),
        ("unix:///run/playground.sock", set()),
    ],
)
def test_names_of_a_server(address: str, own: set[Host]) -> None:
    """Loopback's, the address that it listens on, and its public ones; what stands for every address is no name."""
    public = Host("public.example", 8443)

    assert served_hosts(address, [public]) == {*LOOPBACK, *own, public}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere loopback has one address")
def test_the_address_that_the_server_listens_on(tmp_path: Path) -> None:
    """It is a name of the server's, and another address of the same machine is none."""
    server = Server(tmp_path / "log.txt", address="127.0.0.2")
    statuses = [httpx.get(server.url, headers=headers, trust_env=False).status_code for headers in ({}, ELSEWHERE)]
    server.stop()

    assert statuses == [200, OTHER_NAME]
