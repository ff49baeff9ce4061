"""``POST /v2/router/images/variations``: one request through all the stages."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.auth_stage import check_key
from orq_ui.emulator.body_stage import read_body
from orq_ui.emulator.contract import check_body
from orq_ui.emulator.disconnect import while_connected
from orq_ui.emulator.drawing_stage import commissions, draw, find
from orq_ui.emulator.error_stage import headers_of, refusal_of
from orq_ui.emulator.head_stage import check_head
from orq_ui.emulator.latency_stage import play
from orq_ui.emulator.multipart_stage import read_parts
from orq_ui.emulator.picture_stage import needed, read_picture
from orq_ui.emulator.records import Record
from orq_ui.emulator.refusal import Refusal
from orq_ui.emulator.reply import origin, reply, size_of
from orq_ui.emulator.routing_stage import route_request
from orq_ui.emulator.scenario_text import read_header
from orq_ui.emulator.state import Emulator, emulator_of
from orq_ui.emulator.strict_json import json_reply
from orq_ui.imaging import Picture
from orq_ui.routing import Ledger, Scenario

LEDGER_HEADER = "x-emulator-ledger"
SCENARIO_HEADER = "x-emulator-scenario"


async def vary(request: Request) -> Response:
    """Answer, and keep a record of what arrived and how it ended."""
    emulator = emulator_of(request)
    record = emulator.records.open(request.url.path, request.headers)
    counters = emulator.counters
    counters.received += 1
    counters.waiting += 1
    try:
        response = await _answer(request, emulator, record)
    except Refusal as refusal:
        record.refuse(refusal)
        counters.refused += 1
        response = json_reply(refusal.envelope(), refusal.status, refusal.headers)
    except ClientDisconnect:
        record.state = "disconnected"
        counters.disconnected += 1
        response = Response(status_code=499)  # nobody hears it
    finally:
        counters.waiting -= 1
        if record.state in ("waiting", "playing"):
            record.state = "failed"
    response.headers[LEDGER_HEADER] = record.id
    return response


async def _answer(request: Request, emulator: Emulator, record: Record) -> Response:
    options = emulator.options
    check_head(request.scope["headers"])
    check_key(request.headers, options.api_key)
    record.scenario = scenario = _scenario(request, emulator)
    parts = await read_parts(request)
    emulator.records.arrived(record, parts)
    reading = read_body(parts)
    body = record.body = reading.body
    record.notes = reading.notes
    check_body(body)
    image = needed(reading.image)
    picture = await read_picture(image, emulator.acquaintances, emulator.drawing)
    ledger = route_request(body, image.sha256, scenario, options, emulator.cache)
    emulator.records.routed(record, ledger)
    pngs = await _perform(request, emulator, record, ledger, picture, image.sha256)
    if ledger.kept:
        emulator.cache.keep(ledger.policy.key, ledger.policy.cache_ttl_s.value or 0, record.served_by or "")
    record.state, record.status = "served", 200
    emulator.counters.served += 1
    created = options.clock() - (ledger.cache.age_s or 0 if not ledger.attempts else 0)
    response = reply(body, pngs, created, emulator.pictures, origin(request), ledger.payload)
    response.headers.update(headers_of(ledger))
    return response


def _scenario(request: Request, emulator: Emulator) -> Scenario:
    text = request.headers.get(SCENARIO_HEADER)
    return emulator.scenario if text is None else read_header(text, SCENARIO_HEADER)


async def _perform(
    request: Request, emulator: Emulator, record: Record, ledger: Ledger, picture: Picture, sha256: str
) -> list[bytes]:
    """Play the ledger while the pictures are drawn; raises its refusal when nobody serves."""
    options, body = emulator.options, record.body or {}
    playing = partial(play, ledger, record, emulator.counters, options.time_scale)
    record.served_by = ledger.verdict.served
    if record.served_by is None:
        await while_connected(request, playing())
        raise refusal_of(ledger)
    wanted = commissions(sha256, record.served_by, size_of(body), int(body.get("n") or 1), options.seed)
    pngs = find(emulator, wanted)
    if pngs is None:
        pngs = await while_connected(request, _at_once(playing(), draw(emulator, picture, wanted)))
    elif ledger.verdict.total_ms * options.time_scale > 0:
        await while_connected(request, playing())
    else:
        await playing()  # it never waits, so nobody can leave meanwhile
    return pngs


async def _at_once(playing: Coroutine[Any, Any, None], drawing: Coroutine[Any, Any, list[bytes]]) -> list[bytes]:
    """Do both, so that drawing does not add to the time that the ledger says."""
    painter = asyncio.ensure_future(drawing)
    try:
        await playing
        return await painter
    finally:
        painter.cancel()


ROUTES = [Route("/v2/router/images/variations", vary, methods=["POST"])]
