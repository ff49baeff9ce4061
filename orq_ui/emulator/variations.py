"""``POST /v2/router/images/variations``: one request through all the stages."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.api_error import ApiError
from orq_ui.emulator.body_stage import parse_body
from orq_ui.emulator.contract import check_body
from orq_ui.emulator.disconnect import while_connected
from orq_ui.emulator.drawing_stage import draw_variations, find_variations, variation_keys
from orq_ui.emulator.error_stage import error_of, response_headers
from orq_ui.emulator.header_stage import check_headers, read_defaults
from orq_ui.emulator.image_store import Answer
from orq_ui.emulator.latency_stage import simulate_latency
from orq_ui.emulator.multipart_stage import read_parts
from orq_ui.emulator.picture_stage import read_picture, required_image
from orq_ui.emulator.request_log import RequestRecord
from orq_ui.emulator.response_stage import origin, size_of, variations_response
from orq_ui.emulator.routing_stage import route_request
from orq_ui.emulator.scenario_parser import parse_scenario_header
from orq_ui.emulator.seeds import SEED_HEADER, seed_of_request
from orq_ui.emulator.state import Emulator, emulator_of
from orq_ui.emulator.traces import TRACE_HEADER, trace_id_of
from orq_ui.imaging import Picture
from orq_ui.routing import CacheOutcome, Ledger

LEDGER_HEADER = "x-emulator-ledger"
SCENARIO_HEADER = "x-emulator-scenario"


async def create_variations(request: Request) -> Response:
    """Respond, and keep a record of what arrived and how it ended."""
    emulator = emulator_of(request)
    record = emulator.request_log.open(request.url.path, request.headers)
    counters = emulator.counters
    number = counters.received
    counters.received += 1
    counters.waiting += 1
    try:
        response = await _pass_stages(request, emulator, record, number)
    except ApiError as error:
        record.refuse(error)
        counters.refused += 1
        response = error.response()
    except ClientDisconnect:
        record.state = "disconnected"
        counters.disconnected += 1
        raise
    finally:
        counters.waiting -= 1
        if record.state in ("waiting", "playing"):
            record.state = "failed"
    response.headers[LEDGER_HEADER] = record.id
    response.headers[TRACE_HEADER] = trace_id_of(record.id)
    if record.seed is not None:
        response.headers[SEED_HEADER] = str(record.seed)
    return response


async def _pass_stages(request: Request, emulator: Emulator, record: RequestRecord, number: int) -> Response:
    options = emulator.options
    check_headers(request.headers, options.api_key)
    record.seed = seed_of_request(request.headers, options.seed, number)
    text = request.headers.get(SCENARIO_HEADER)
    record.scenario = scenario = emulator.scenario if text is None else parse_scenario_header(text, SCENARIO_HEADER)
    defaults = read_defaults(request.headers, options.defaults)
    parts = await read_parts(request)
    emulator.request_log.add_parts(record, parts)
    parsed = parse_body(parts)
    body = record.body = parsed.body
    record.notes = parsed.notes
    check_body(body)
    image = required_image(parsed.image)
    picture = await while_connected(request, read_picture(image, emulator.validated_images))
    ledger = route_request(emulator, record, body, image.sha256, scenario, defaults)
    emulator.request_log.add_ledger(record, ledger)
    pngs = await _pngs(request, emulator, record, ledger, picture, image.sha256)
    answer = _answer(emulator, record, ledger)
    if ledger.kept:
        policy = ledger.policy
        ttl_s, model = policy.cache_ttl_s.value or 0, record.served_by or ""
        emulator.response_cache.add(policy.key, ttl_s, model, record.seed, record.id)
    record.state, record.status = "served", 200
    emulator.counters.served += 1
    response = variations_response(body, pngs, answer, emulator.images, origin(request), ledger.payload)
    response.headers.update(response_headers(ledger))
    return response


def _answer(emulator: Emulator, record: RequestRecord, ledger: Ledger) -> Answer:
    """Return which answer this is: one given now, or that of an earlier request from the cache."""
    now = emulator.options.clock()
    if ledger.cache.outcome is not CacheOutcome.HIT:
        return Answer(record.id, now)
    cached = emulator.response_cache.get(ledger.policy.key)
    first = record.id if cached is None or ledger.cache.seed is None else cached.answer_id
    return Answer(first, now - (ledger.cache.age_s or 0))


async def _pngs(
    request: Request, emulator: Emulator, record: RequestRecord, ledger: Ledger, picture: Picture, sha256: str
) -> list[bytes]:
    """Let the ledger's time pass while the variations are drawn; raises the ledger's error when no model served."""
    options, body = emulator.options, record.body or {}
    latency = partial(simulate_latency, ledger, record, emulator.counters, options.time_scale)
    record.served_by = ledger.verdict.served
    if record.served_by is None:
        await while_connected(request, latency())
        raise error_of(ledger)
    seed = ledger.seed
    if ledger.cache.outcome is CacheOutcome.HIT:
        # The answer is the one that was given: the start seed is for one that only a warm scenario knows of.
        seed = options.seed if ledger.cache.seed is None else ledger.cache.seed
    keys = variation_keys(sha256, record.served_by, size_of(body), int(body.get("n") or 1), seed)
    pngs = find_variations(emulator.variation_cache, keys)
    if pngs is None:
        drawing = draw_variations(emulator.variation_cache, emulator.drawing_limiter, picture, keys)
        pngs = await while_connected(request, _while_waiting(latency(), drawing))
    elif ledger.verdict.total_ms * options.time_scale > 0:
        await while_connected(request, latency())
    else:
        await latency()  # it never waits, so nobody can leave meanwhile
    return pngs


async def _while_waiting(latency: Coroutine[Any, Any, None], drawing: Coroutine[Any, Any, list[bytes]]) -> list[bytes]:
    """Do both at once, so that drawing does not add to the time that the ledger says."""
    drawn = asyncio.ensure_future(drawing)
    try:
        await latency
        return await drawn
    finally:
        drawn.cancel()


_PATH = "/v2/router/images/variations"
ROUTES = [Route(path, create_variations, methods=["POST"]) for path in (_PATH, f"{_PATH}/")]
