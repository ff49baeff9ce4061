"""Reads the models that the router offers from its catalogue."""

from __future__ import annotations

from urllib.parse import urlencode

import httpx
from pydantic import ValidationError

from orq_ui.api import CatalogueModel, dotted
from orq_ui.client.error_response import bad_reply, refused
from orq_ui.client.response_parser import json_object
from orq_ui.client.transport import RawResponse, exchange
from orq_ui.wire import Connection, Wire, headers_for

PATH = "/v2/model-catalog"
MAX_PAGES = 20
MAX_BYTES = 20_000_000
"""For one page; the whole catalogue is a few MB at most."""


async def catalogue(http: httpx.AsyncClient, connection: Connection) -> list[CatalogueModel]:
    """Return every model that makes images. Raises what :func:`exchange` raises, Refused and BadReply."""
    models: dict[str, CatalogueModel] = {}
    after: dict[str, str] = {}
    for _ in range(MAX_PAGES):
        page, more = _page(await exchange(http, page_wire(connection, **after), MAX_BYTES))
        models |= {model.id: model for model in page}
        if not (more and page):
            break
        after = {"starting_after": page[-1].id}
    return list(models.values())


def page_wire(connection: Connection, **query: str) -> Wire:
    """Return the request for one page; ``query`` is ``limit`` or ``starting_after``."""
    parameters = urlencode({"output_modality": "image"} | query)
    url = f"{connection.base_url.rstrip('/')}{PATH}?{parameters}"
    headers = headers_for(connection)
    return Wire(method="GET", url=url, headers=headers, parts=(), timeout_s=connection.timeout_s)


def _page(raw: RawResponse) -> tuple[list[CatalogueModel], bool]:
    if raw.status >= 400:
        raise refused(raw)
    if raw.status >= 300:
        raise bad_reply(raw, "redirect")
    body = json_object(raw)
    entries = body.get("data")
    if not isinstance(entries, list):
        raise bad_reply(raw, "no_data")
    models = []
    for index, entry in enumerate(entries):
        try:
            models.append(CatalogueModel.model_validate(entry))
        except ValidationError as error:
            where = dotted(("data", index, *error.errors(include_input=False)[0]["loc"]))
            raise bad_reply(raw, f"wrong_type {where}") from None
    return models, body.get("has_more") is True
