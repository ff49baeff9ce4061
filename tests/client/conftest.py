"""What the client's tests share: an event loop, a pool, a gateway and a small request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, create_http_client
from orq_ui.wire import Connection, Wire, encode
from tests.strategies import picture

KEY = "sk-secret/0123456789"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with create_http_client() as client:
        yield client


@pytest.fixture
def gateway(http: httpx.AsyncClient) -> Gateway:
    return Gateway(http)


@pytest.fixture
def wire_to() -> Callable[..., Wire]:
    """Return a function that makes a small request to a server."""

    def make(base_url: str, timeout_s: float = 5.0) -> Wire:
        request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
        return encode(request, picture(), Connection(base_url, SecretStr(KEY), timeout_s))

    return make
