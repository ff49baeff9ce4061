"""Reads the models that the router offers from its catalogue."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel

from orq_ui.api import CatalogueModel
from orq_ui.client.error_response import refused
from orq_ui.client.response_parser import body_with_data, validated
from orq_ui.client.transport import RawResponse, exchange
from orq_ui.wire import Connection, Wire, headers_for

PATH = "/v2/model-catalog"
MAX_PAGES = 20
MAX_BYTES = 20_000_000
"""For one page; the whole catalogue is a few MB at most."""


class _Page(BaseModel):
    data: list[CatalogueModel]
    has_more: Any = False


async def catalogue(http: httpx.AsyncClient, connection: Connection) -> list[CatalogueModel]:
    """Return every model that makes images. Raises what :func:`exchange` raises, Refused and BadReply."""
    models: dict[str, CatalogueModel] = {}
    after: dict[str, str] = {}
    for _ in range(MAX_PAGES):
        page = _page(await exchange(http, page_wire(connection, **after), MAX_BYTES))
        models |= {model.id: model for model in page.data}
        if not page.data or page.has_more is not True:
            break
        after = {"starting_after": page.data[-1].id}
    return list(models.values())


def page_wire(connection: Connection, **query: str) -> Wire:
    """Return the request for one page; ``query`` is ``limit`` or ``starting_after``."""
    parameters = urlencode({"output_modality": "image"} | query)
    url = f"{connection.base_url.rstrip('/')}{PATH}?{parameters}"
    headers = headers_for(connection)
    return Wire(method="GET", url=url, headers=headers, parts=(), timeout_s=connection.timeout_s)


def _page(raw: RawResponse) -> _Page:
    if raw.status >= 400:
        raise refused(raw)
    return validated(_Page, body_with_data(raw), raw)
