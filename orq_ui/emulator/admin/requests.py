"""The newest requests: what arrived, and the ledger of what became of it. Both have the request's id."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.ledger_json import in_short, in_whole
from orq_ui.emulator.records import Record
from orq_ui.emulator.refusal import not_found
from orq_ui.emulator.state import emulator_of
from orq_ui.emulator.strict_json import json_reply


async def list_requests(request: Request) -> Response:
    """The newest requests, short."""
    return json_reply({"data": [record.short() for record in emulator_of(request).records.newest()]})


async def get_request(request: Request) -> Response:
    """What arrived."""
    return json_reply(_record(request).shown())


async def list_ledgers(request: Request) -> Response:
    """The newest ledgers, a row each."""
    return json_reply({"data": [in_short(record) for record in emulator_of(request).records.newest()]})


async def get_ledger(request: Request) -> Response:
    """Every decision about one request."""
    return json_reply(in_whole(_record(request)))


def _record(request: Request) -> Record:
    record = emulator_of(request).records.get(request.path_params["id"])
    if record is None:
        raise not_found("There is no record of this request, or it is gone.")
    return record


ROUTES = [
    Route("/requests", list_requests, methods=["GET"]),
    Route("/requests/{id}", get_request, methods=["GET"]),
    Route("/ledgers", list_ledgers, methods=["GET"]),
    Route("/ledgers/{id}", get_ledger, methods=["GET"]),
]
