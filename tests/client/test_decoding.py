"""Pictures of a reply that take long to decode: whatever ends the call ends that too."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from orq_ui.client import Gateway
from orq_ui.imaging import Picture, UnshownPicture
from orq_ui.imaging.workers import run_async
from orq_ui.wire import Wire
from tests.client.sockets import http_response
from tests.client.test_image_downloads import Router
from tests.imaging.hostile_files import progressive
from tests.imaging.workers import work
from tests.imaging.workers.endless import endless
from tests.strategies import picture

pytestmark = pytest.mark.anyio
DEAR = progressive((3_000, 3_000), 60)


def entries(*pictures: bytes) -> bytes:
    data = [{"b64_json": base64.b64encode(each).decode()} for each in pictures]
    return json.dumps({"created": 1, "data": data}).encode()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let costly pictures keep their child busy without end; the file has the child's process id."""
    return endless(monkeypatch, tmp_path / "started")


@pytest.fixture
async def answering() -> AsyncIterator[Callable[[bytes], Gateway]]:
    """Return a function that makes a gateway to a router that answers with this body."""
    body = bytearray()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=bytes(body)))
    async with httpx.AsyncClient(transport=transport) as http:

        def make(content: bytes) -> Gateway:
            body[:] = content
            return Gateway(http)

        yield make


async def test_cancel_stops_decoding(
    started: Path, answering: Callable[[bytes], Gateway], wire_to: Callable[..., Wire]
) -> None:
    """Ten costly pictures in a reply: after Cancel no child is left, and none starts."""
    call = asyncio.create_task(answering(entries(*[DEAR] * 10)).send(wire_to("https://my.orq.ai", timeout_s=60.0)))
    child = await asyncio.to_thread(work.wait_for, started)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    started.unlink()

    await asyncio.to_thread(work.wait_until_gone, child)
    assert await run_async(work.process_id, 60) != child
    assert not started.exists()


async def test_the_calls_time_limit_is_that_of_decoding(
    started: Path, answering: Callable[[bytes], Gateway], wire_to: Callable[..., Wire]
) -> None:
    """What is not decoded in time is kept as a file, since it is paid for; the others are pictures."""
    reply = await answering(entries(DEAR, picture().bytes, DEAR)).send(wire_to("https://my.orq.ai", timeout_s=4.0))
    first, second, third = reply.pictures

    assert isinstance(first, UnshownPicture)
    assert (first.reason, first.bytes) == ("too_slow", DEAR)
    assert isinstance(second, Picture)
    assert isinstance(third, UnshownPicture)
    await asyncio.to_thread(work.wait_until_gone, work.wait_for(started))


async def test_cancel_stops_decoding_what_links_bring(
    started: Path, http: httpx.AsyncClient, wire_to: Callable[..., Wire]
) -> None:
    """It is the same for a picture behind a link."""
    router = Router(["HOME/a.jpg"], {"/a.jpg": http_response(DEAR, content_type="image/jpeg")})
    call = asyncio.create_task(router.reply(http, lambda url: wire_to(url, timeout_s=60.0)))
    child = await asyncio.to_thread(work.wait_for, started)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    await asyncio.to_thread(work.wait_until_gone, child)
