"""Tests a connection without cost: is it there, does it take the key, what does it offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import httpx

from orq_ui.api import CatalogueModel, ImageVariationRequest
from orq_ui.client.catalogue import catalogue, page_wire
from orq_ui.client.transport import RawResponse, exchange
from orq_ui.errors import OrqUiError
from orq_ui.wire import Connection, encode

TIMEOUT_S = 15.0


class KeyState(StrEnum):
    """What is known of the key. ``accepted`` is assumed: the router got as far as reading an incomplete body."""

    NONE = "none"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


_KEY_STATES = {
    401: KeyState.REFUSED,
    403: KeyState.REFUSED,
    400: KeyState.ACCEPTED,
    422: KeyState.ACCEPTED,
}


@dataclass(frozen=True)
class Probe:
    """``latency_ms`` is the catalogue's round trip, None when there was no response; ``error`` is what went wrong.

    ``key_status`` is the status that ``key`` was read from.
    """

    latency_ms: float | None
    key: KeyState
    key_status: int | None = None
    models: tuple[CatalogueModel, ...] = ()
    error: OrqUiError | None = None


async def probe(http: httpx.AsyncClient, connection: Connection) -> Probe:
    """Ask for the catalogue and, with a key, send a request that lacks its picture and its model.

    Such a request can reach no provider, so it cannot cost anything. The catalogue alone says nothing of a key,
    as it is public. Raises no OrqUiError: what went wrong is in ``error``.
    """
    connection = replace(connection, timeout_s=min(connection.timeout_s, TIMEOUT_S))
    key = KeyState.UNKNOWN if connection.api_key is not None else KeyState.NONE
    latency_ms = key_status = None
    try:
        first = await exchange(http, page_wire(connection, limit="1"))
        latency_ms = first.timings.total
        if connection.api_key is not None:
            key_status = await _key_status(http, connection, first)
            key = _KEY_STATES.get(key_status, KeyState.UNKNOWN)
        return Probe(latency_ms, key, key_status, tuple(await catalogue(http, connection)))
    except OrqUiError as error:
        return Probe(latency_ms, key, key_status, error=error)


async def _key_status(http: httpx.AsyncClient, connection: Connection, first: RawResponse) -> int:
    if _KEY_STATES.get(first.status) == KeyState.REFUSED:
        return first.status
    incomplete = ImageVariationRequest.as_is({"n": 1})
    return (await exchange(http, encode(incomplete, None, connection))).status
