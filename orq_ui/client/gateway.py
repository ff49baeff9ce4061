"""The client that pages use: send a wire, list the models, test a connection."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import perf_counter

import httpx
from pydantic import SecretStr

from orq_ui.api import CatalogueModel
from orq_ui.client.catalogue import catalogue
from orq_ui.client.error_response import refused
from orq_ui.client.image_downloads import Links
from orq_ui.client.pictures import Found, gather
from orq_ui.client.probe import Probe, probe
from orq_ui.client.reply import Reply
from orq_ui.client.response_parser import Source, success
from orq_ui.client.transport import exchange
from orq_ui.wire import Connection, Wire

CATALOGUE_S = 30.0


class Gateway:
    """Sends each wire once and never again, through ``http``, usually :func:`orq_ui.client.http_pool`."""

    def __init__(self, http: httpx.AsyncClient, links: Links | None = None) -> None:
        self._http = http
        self._links = links or Links()

    async def send(self, wire: Wire) -> Reply:
        """Send, and have every picture that can be had.

        Raises InvalidInput (a base URL or key that cannot be sent), Unreachable, TimedOut, Refused and BadReply.
        Cancelling closes the connection, and CancelledError passes through. ``wire.timeout_s`` covers the exchange;
        links have a cap of their own, because by then the answer is paid for.
        """
        answer = await exchange(self._http, wire)
        if answer.status >= 400:
            raise refused(answer)
        response, sources = await asyncio.to_thread(success, answer)
        # The body is read: let its megabytes go before the pictures are decoded.
        answer = replace(answer, body=b"")
        found, fetch_ms = await self._pictures(sources, wire.url)
        return Reply(
            answer.status,
            answer.headers,
            replace(answer.timings, fetch=fetch_ms),
            response,
            tuple(picture for picture, _ in found),
            tuple(note for _, note in found if note is not None),
        )

    async def catalogue(self, base_url: str, api_key: SecretStr | None = None) -> list[CatalogueModel]:
        """Every model that makes images. Raises what :meth:`send` raises."""
        return await catalogue(self._http, Connection(base_url, api_key, CATALOGUE_S))

    async def probe(self, connection: Connection) -> Probe:
        """Test a connection without cost: is it there, does it take the key, what does it offer."""
        return await probe(self._http, connection)

    async def _pictures(self, sources: tuple[Source, ...], sent_to: str) -> tuple[tuple[Found, ...], float | None]:
        started = perf_counter()
        found = await gather(sources, self._links, sent_to)
        fetched = any(source.is_link for source in sources)
        return found, (perf_counter() - started) * 1000 if fetched else None
