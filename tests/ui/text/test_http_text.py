"""The request as shown next to the request as sent."""

import asyncio
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, create_http_client
from orq_ui.ui.text.http_text import BOUNDARY, request_text
from orq_ui.wire import Connection, encode
from tests.interop.capture import Capture, running_capture
from tests.strategies import picture, requests

CAT = picture("PNG", 2, 2, 'c"at.png')


@pytest.fixture(scope="module")
def capture() -> Iterator[Capture]:
    """Start a server that keeps what arrives."""
    with running_capture() as found:
        yield found


@pytest.fixture(scope="module")
def gateway() -> Iterator[tuple[asyncio.Runner, Gateway]]:
    """Our client, on a loop of its own."""
    with asyncio.Runner() as runner:
        http = create_http_client()
        yield runner, Gateway(http)
        runner.run(http.aclose())


def arrived(body: bytes, content_type: str) -> bytes:
    """Return a body as it came, its boundary and line ends as they are shown."""
    drawn = re.search("boundary=(.+)", content_type)
    assert drawn is not None
    return body.replace(drawn[1].encode(), BOUNDARY.encode()).replace(b"\r\n", b"\n").removesuffix(b"\n")


@settings(max_examples=60)
@given(request=requests(unknown=True))
def test_what_is_shown_is_what_is_sent(
    capture: Capture, gateway: tuple[asyncio.Runner, Gateway], request: ImageVariationRequest
) -> None:
    """Byte for byte, apart from the boundary, the line ends, and the content of the file, which is cut."""
    wire = encode(request, CAT, Connection(capture.url))
    runner, client = gateway

    head, _, shown = request_text(wire).partition("\n\n")
    runner.run(client.send(wire))
    _, headers, body = capture.take()

    cut = re.search("‹[^›]*›", shown)
    assert cut is not None
    content = CAT.bytes.replace(b"\r\n", b"\n")
    assert arrived(body, headers["content-type"]).replace(content, cut[0].encode()) == (
        shown.replace("\r\n", "\n").encode()
    )
    assert head.startswith(f"POST {capture.url}/v2/router/images/variations HTTP/1.1\nAccept: application/json")
