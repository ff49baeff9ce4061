"""Damaged pictures in a reply: each is shown or kept with its reason, and none costs the others."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import httpx
import pytest

from orq_ui.client import Gateway
from orq_ui.imaging import Picture, UnshownPicture
from orq_ui.wire import Wire
from tests.mutated_pictures.mutations import cases

pytestmark = pytest.mark.anyio


async def test_damaged_pictures(wire_to: Callable[[str], Wire]) -> None:
    """What a decoder does not like is a picture that cannot be shown, never one that cannot be read by our mistake."""
    shown = unshown = 0
    damaged_pictures = list(cases(400, "client"))
    for first in range(0, len(damaged_pictures), 10):
        some = damaged_pictures[first : first + 10]
        body = {"created": 1, "data": [{"b64_json": b64encode(damaged.data).decode()} for damaged in some]}
        transport = httpx.MockTransport(lambda _request, body=body: httpx.Response(200, json=body))
        async with httpx.AsyncClient(transport=transport) as client:
            reply = await Gateway(client).send(wire_to("https://my.orq.ai"))
        for damaged, entry in zip(some, reply.pictures, strict=True):
            if isinstance(entry, Picture):
                assert entry.bytes == damaged.data
                shown += 1
            else:
                assert entry.reason != "unreadable", damaged.name
                assert not isinstance(entry, UnshownPicture) or entry.bytes == damaged.data
                unshown += 1

    assert min(shown, unshown) > 30
