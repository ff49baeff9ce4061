"""The client that pages use: sends a wire, lists the models, tests a connection."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import perf_counter

import httpx
from pydantic import SecretStr

from orq_ui.api import CatalogueModel
from orq_ui.client.catalogue import catalogue
from orq_ui.client.error_response import refused
from orq_ui.client.image_downloads import ImageDownloader
from orq_ui.client.picture_sources import PictureSource
from orq_ui.client.pictures import LoadedPicture, load_pictures, notes_of
from orq_ui.client.probe import Probe, probe
from orq_ui.client.reply import Reply
from orq_ui.client.response_parser import parse_success
from orq_ui.client.transport import exchange
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from orq_ui.redaction import Redactor
from orq_ui.wire import Connection, Wire

CATALOGUE_TIMEOUT_S = 30.0


class Gateway:
    """Sends each wire once and never again, through ``http``, usually :func:`orq_ui.client.create_http_client`."""

    def __init__(self, http: httpx.AsyncClient, downloader: ImageDownloader | None = None) -> None:
        self._http = http
        self._downloader = downloader or ImageDownloader()

    async def send(self, wire: Wire) -> Reply:
        """Send once, and load every picture that can be loaded.

        What is odd about a success becomes a note beside its pictures; one that cannot be had is a missing picture.
        Raises InvalidInput (a base URL or key that cannot be sent), Unreachable, TimedOut, Refused, and BadReply for a
        success in which there is no place for a picture.
        Cancelling closes the connection and stops what is decoded, and CancelledError passes through.
        ``wire.timeout_s`` covers the exchange, and again the decoding of the pictures; downloads have a limit of their
        own, because by then the response is paid for.
        """
        raw = await exchange(self._http, wire)
        if raw.status >= 400:
            raise refused(raw)
        parsed = await asyncio.to_thread(parse_success, raw)
        # The body is read: let its megabytes go before the pictures are decoded.
        raw = replace(raw, body=b"")
        found, fetch_ms = await self._pictures(parsed.sources, wire)
        return Reply(
            status=raw.status,
            headers=raw.headers,
            timings=replace(raw.timings, fetch=fetch_ms),
            response=parsed.response,
            pictures=tuple(_without_key(picture, raw.redactor) for picture, _ in found),
            notes=(*parsed.notes, *notes_of(found, parsed.response.output_format)),
        )

    async def catalogue(self, base_url: str, api_key: SecretStr | None = None) -> list[CatalogueModel]:
        """Return every model that makes images. Raises what :meth:`send` raises."""
        return await catalogue(self._http, Connection(base_url, api_key, CATALOGUE_TIMEOUT_S))

    async def probe(self, connection: Connection) -> Probe:
        """Test a connection without cost: is it there, does it take the key, what does it offer."""
        return await probe(self._http, connection)

    async def _pictures(
        self, sources: tuple[PictureSource, ...], wire: Wire
    ) -> tuple[tuple[LoadedPicture, ...], float | None]:
        started = perf_counter()
        found = await load_pictures(sources, self._downloader, wire.url, wire.timeout_s)
        fetched = any(source.is_link for source in sources)
        return found, (perf_counter() - started) * 1000 if fetched else None


def _without_key(picture: Picture | MissingPicture, redactor: Redactor) -> Picture | MissingPicture:
    """Return the picture; without its bytes where they are a text that repeats the key."""
    if isinstance(picture, UnshownPicture):
        text = picture.bytes.decode("latin-1")
        if redactor.text(text) != text:
            return MissingPicture(picture.place, picture.reason, picture.detail)
    return picture
