"""``POST /v2/router/images/variations``: one request through all the stages."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.auth_stage import check_key
from orq_ui.emulator.body_stage import read_body
from orq_ui.emulator.contract import check_body
from orq_ui.emulator.drawing import Studio
from orq_ui.emulator.json_text import json_reply
from orq_ui.emulator.models_stage import check_models
from orq_ui.emulator.multipart_stage import read_parts
from orq_ui.emulator.patience import while_connected
from orq_ui.emulator.picture_stage import read_picture
from orq_ui.emulator.records import Record
from orq_ui.emulator.refusal import Refusal
from orq_ui.emulator.reply import origin, reply_body
from orq_ui.emulator.routing_stage import route_request
from orq_ui.emulator.scenario_text import read_scenario
from orq_ui.emulator.state import Emulator, emulator_of
from orq_ui.imaging import Picture
from orq_ui.routing import Scenario

LEDGER_HEADER = "x-emulator-ledger"
SCENARIO_HEADER = "x-emulator-scenario"
LONGEST_WAIT_S = 86_400.0


async def vary(request: Request) -> Response:
    """Answer, and keep a record of what arrived and how it ended."""
    emulator = emulator_of(request)
    record = emulator.records.open(request.url.path, request.headers)
    emulator.counters.waiting += 1
    try:
        response = await _answer(request, emulator, record)
    except Refusal as refusal:
        record.refuse(refusal)
        emulator.counters.refused += 1
        response = json_reply(refusal.envelope(), refusal.status)
    except ClientDisconnect:
        record.state = "disconnected"
        emulator.counters.disconnected += 1
        response = Response(status_code=499)  # nobody hears it
    finally:
        emulator.counters.waiting -= 1
        if record.state == "waiting":
            record.state = "failed"
    response.headers[LEDGER_HEADER] = record.id
    return response


async def _answer(request: Request, emulator: Emulator, record: Record) -> Response:
    options = emulator.options
    check_key(request.headers, options.api_key)
    scenario = _scenario(request, emulator)
    parts = await read_parts(request)
    emulator.records.arrived(record, parts)
    reading = read_body(parts)
    record.body, record.notes = reading.body, reading.notes
    check_body(reading.body)
    picture = await read_picture(reading.image)
    check_models(reading.body, scenario)
    served = route_request(reading.body, scenario, options.seed)
    wait_s = min(served.after_ms / 1000 * options.time_scale, LONGEST_WAIT_S)
    pngs = await while_connected(request, _serve(emulator, picture, reading.body, served.model, wait_s))
    record.state, record.status, record.served_by = "served", 200, served.model
    emulator.counters.served += 1
    return json_reply(reply_body(reading.body, pngs, options.clock(), emulator.pictures, origin(request)))


def _scenario(request: Request, emulator: Emulator) -> Scenario:
    text = request.headers.get(SCENARIO_HEADER)
    return emulator.scenario if text is None else read_scenario(text, SCENARIO_HEADER)


async def _serve(emulator: Emulator, picture: Picture, body: dict[str, Any], model: str, wait_s: float) -> list[bytes]:
    if wait_s > 0:
        await asyncio.sleep(wait_s)
    side = int(body.get("size", "1024x1024").partition("x")[0])
    run = partial(anyio.to_thread.run_sync, limiter=emulator.drawing)
    studio = await run(Studio.open, picture, model, side, emulator.options.seed)
    # A thread draws one picture, so that a client that leaves frees it after at most one.
    return await asyncio.gather(*(run(studio.draw, index) for index in range(int(body.get("n") or 1))))


ROUTES = [Route("/v2/router/images/variations", vary, methods=["POST"])]
