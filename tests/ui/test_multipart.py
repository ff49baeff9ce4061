"""The request as shown next to the request as sent."""

import asyncio
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, pool
from orq_ui.ui.multipart import BOUNDARY, as_http
from orq_ui.wire import Connection, Wire, encode
from tests.judges.capture import Capture, capturing
from tests.strategies import picture, requests

CAT = picture("PNG", 2, 2, 'c"at.png')


@pytest.fixture(scope="module")
def capture() -> Iterator[Capture]:
    """A server that keeps what arrives."""
    with capturing() as found:
        yield found


def sent(wire: Wire, capture: Capture) -> bytes:
    """The body that our client puts on the socket, its boundary and line ends as they are shown."""

    async def send() -> None:
        async with pool() as http:
            await Gateway(http).send(wire)

    asyncio.run(send())
    _, headers, body = capture.take()
    drawn = re.search("boundary=(.+)", headers["content-type"])
    assert drawn is not None
    return body.replace(drawn[1].encode(), BOUNDARY.encode()).replace(b"\r\n", b"\n")


@settings(max_examples=60)
@given(request=requests(unknown=True))
def test_what_is_shown_is_what_is_sent(capture: Capture, request: ImageVariationRequest) -> None:
    """Byte for byte, apart from the boundary, the line ends, and the content of the file, which is cut."""
    wire = encode(request, CAT, Connection(capture.url))

    head, _, shown = as_http(wire).partition("\n\n")
    cut = re.search("‹[^›]*›", shown)
    assert cut is not None
    arrived = sent(wire, capture).replace(CAT.bytes.replace(b"\r\n", b"\n"), cut[0].encode())

    assert arrived.removesuffix(b"\n") == shown.replace("\r\n", "\n").encode()
    assert head.startswith(f"POST {capture.url}/v2/router/images/variations HTTP/1.1\nAccept: application/json")
