"""Links and requests over real TLS, with a certificate made for the test."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from asyncio import StreamReader, StreamWriter
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, ImageDownloader
from orq_ui.errors import Unreachable
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.wire import Connection, encode
from tests.client.sockets import PNG, http_response, read_request, responding, serving, success_body

OPENSSL = shutil.which("openssl")
NAME = "pictures.example"
pytestmark = [pytest.mark.anyio, pytest.mark.skipif(OPENSSL is None, reason="needs the openssl command")]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for NAME and 127.0.0.1, its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    asked = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={NAME}"
    subject = f"subjectAltName=DNS:{NAME},IP:127.0.0.1"
    made = [str(OPENSSL), *asked.split(), "-addext", subject, "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own arguments
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return both


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


async def _here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.mark.parametrize(("name", "found"), [(NAME, True), ("others.example", False)])
async def test_name_stays(
    name: str, found: bool, server_tls: ssl.SSLContext, trusting: ssl.SSLContext, wire_to: Any
) -> None:
    """The checked address is connected to, with the Host, the SNI and the certificate of the link's own name."""
    heard: list[bytes] = []
    asked_for: list[str | None] = []
    server_tls.sni_callback = lambda _socket, server_name, _context: asked_for.append(server_name)

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        heard.append(await read_request(reader))
        writer.write(http_response(PNG))
        await writer.drain()

    async with serving(talk, server_tls) as url:
        link = url.replace("127.0.0.1", name) + "/a.png"
        transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=success_body({"url": link})))
        downloader = ImageDownloader(tls=trusting, resolve=_here, forbidden=lambda _address: None)
        async with httpx.AsyncClient(transport=transport) as http:
            reply = await Gateway(http, downloader).send(wire_to("https://my.orq.ai"))

    assert asked_for == [name]
    if found:
        assert isinstance(reply.pictures[0], Picture)
        assert f"Host: {link.split('/')[2]}".encode() in heard[0]
    else:
        assert reply.pictures == (MissingPicture(0, "unreachable", "tls"),)
        assert heard == []


async def test_sending(server_tls: ssl.SSLContext, trusting: ssl.SSLContext, wire_to: Any) -> None:
    """Over https the handshake is timed by itself."""
    async with (
        serving(responding(http_response(success_body())), server_tls) as url,
        httpx.AsyncClient(verify=trusting) as http,
    ):
        reply = await Gateway(http).send(wire_to(url))

    assert (reply.timings.tls or 0) > 0


async def test_untrusted(server_tls: ssl.SSLContext, gateway: Gateway) -> None:
    """A certificate that nobody vouches for ends the exchange before the key is sent."""
    heard: list[bytes] = []

    async def talk(reader: StreamReader, _writer: StreamWriter) -> None:
        heard.append(await reader.read())

    request = ImageVariationRequest.model_validate({"model": "m"})
    async with serving(talk, server_tls) as url:
        with pytest.raises(Unreachable) as caught:
            await gateway.send(encode(request, None, Connection(url, SecretStr("sk-never"))))

    assert caught.value.reason == "tls"
    assert heard == []
