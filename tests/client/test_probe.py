"""The model list and the test of a connection."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from orq_ui.client import Gateway, KeyState
from orq_ui.errors import BadReply, Refused, Unreachable
from orq_ui.wire import Connection
from tests.client.conftest import KEY
from tests.client.sockets import http_response, responding, serving

pytestmark = pytest.mark.anyio
BASE = "https://my.orq.ai"
LIVE = Connection(BASE, SecretStr(KEY))


class Router:
    """Serves a catalogue in pages of two, and refuses incomplete requests with one status."""

    def __init__(self, names: str = "abcde", status: int = 400, catalogue_status: int = 200) -> None:
        self.names = names
        self.status = status
        self.catalogue_status = catalogue_status
        self.heard: list[httpx.Request] = []

    def respond(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request)
        if request.method == "POST":
            return httpx.Response(self.status, json={"error": {"message": "incomplete"}})
        if self.catalogue_status != 200:
            return httpx.Response(self.catalogue_status, json={"error": {"message": "no"}})
        after = request.url.params.get("starting_after")
        first = self.names.index(after.removeprefix("lab/")) + 1 if after else 0
        page = self.names[first : first + 2]
        models = [{"id": f"lab/{name}", "endpoints": ["image"], "odd": 1} for name in page]
        return httpx.Response(200, json={"data": models, "has_more": first + 2 < len(self.names)})

    @property
    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self.respond))


async def test_pages() -> None:
    """The catalogue is read to its last page, with the key when there is one."""
    router = Router()
    models = await Gateway(router.http).catalogue(BASE + "/", SecretStr(KEY))

    assert [model.id for model in models] == ["lab/a", "lab/b", "lab/c", "lab/d", "lab/e"]
    assert str(router.heard[1].url) == f"{BASE}/v2/model-catalog?output_modality=image&starting_after=lab%2Fb"
    assert all(request.headers["authorization"] == f"Bearer {KEY}" for request in router.heard)


async def test_no_key() -> None:
    """Without a key none is sent."""
    router = Router("a")
    await Gateway(router.http).catalogue(BASE)

    assert "authorization" not in router.heard[0].headers


async def test_endless_pages() -> None:
    """A catalogue that always has more is left after a bounded number of pages."""
    heard = []

    def respond(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        return httpx.Response(200, json={"data": [{"id": f"m{len(heard)}"}], "has_more": True})

    models = await Gateway(httpx.AsyncClient(transport=httpx.MockTransport(respond))).catalogue(BASE)

    assert len(models) == len(heard) == 20


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "not_json"),
        (b"[]", "not_an_object"),
        (b"{}", "no_data"),
        (b'{"data": [{"id": "a"}, {}]}', "wrong_type data[1].id"),
        (b'{"data": [null]}', "wrong_type data[0]"),
    ],
)
async def test_bad_catalogue(body: bytes, reason: str, http: httpx.AsyncClient) -> None:
    """A catalogue in another shape is a bad reply that names where."""
    async with serving(responding(http_response(body))) as url:
        with pytest.raises(BadReply) as caught:
            await Gateway(http).catalogue(url)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (400, KeyState.ACCEPTED),
        (422, KeyState.ACCEPTED),
        (401, KeyState.REFUSED),
        (403, KeyState.REFUSED),
        (404, KeyState.UNKNOWN),
        (429, KeyState.UNKNOWN),
        (500, KeyState.UNKNOWN),
        (200, KeyState.UNKNOWN),
    ],
)
async def test_key(status: int, state: KeyState) -> None:
    """What an incomplete request is answered with says what is known of the key."""
    router = Router(status=status)
    probe = await Gateway(router.http).probe(LIVE)

    assert (probe.key, probe.key_status, probe.error) == (state, status, None)
    assert probe.latency_ms is not None
    assert len(probe.models) == 5


async def test_costs_nothing() -> None:
    """The request that tests the key has neither a picture nor a model, so no provider can be asked."""
    router = Router()
    await Gateway(router.http).probe(LIVE)
    (post,) = [request for request in router.heard if request.method == "POST"]
    body = post.content

    assert body.count(b"form-data") == 1
    assert b'name="n"' in body


async def test_probe_without_key() -> None:
    """Without a key nothing but the catalogue is asked for."""
    router = Router()
    probe = await Gateway(router.http).probe(Connection(BASE))

    assert probe.key == KeyState.NONE
    assert {request.method for request in router.heard} == {"GET"}


async def test_catalogue_refuses_key() -> None:
    """A catalogue that answers 401 refuses the key; no other request is needed to know."""
    router = Router(catalogue_status=401)
    probe = await Gateway(router.http).probe(LIVE)

    assert (probe.key, probe.models) == (KeyState.REFUSED, ())
    assert probe.latency_ms is not None
    assert isinstance(probe.error, Refused)
    assert {request.method for request in router.heard} == {"GET"}


async def test_unreachable(gateway: Gateway) -> None:
    """A host that is not there is a fact of the probe, not an exception."""
    probe = await gateway.probe(Connection("https://nowhere.invalid", SecretStr(KEY)))

    assert (probe.latency_ms, probe.key) == (None, KeyState.UNKNOWN)
    assert isinstance(probe.error, Unreachable)


async def test_key_is_nowhere() -> None:
    """Nothing of a probe shows the key."""

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(500, json={"error": {"message": f"key {KEY}"}}, headers={"x-key": KEY})

    http = httpx.AsyncClient(transport=httpx.MockTransport(respond))
    probe: Any = await Gateway(http).probe(LIVE)

    assert KEY not in repr(probe)
    assert KEY not in repr(vars(probe.error))
