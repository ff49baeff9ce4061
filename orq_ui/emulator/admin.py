"""``/_emulator``: what the emulator reports about itself, and how it is controlled. It asks for no key."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from orq_ui.emulator.api_error import bad_request, not_found
from orq_ui.emulator.ledger_json import ledger_json, ledger_row
from orq_ui.emulator.request_log import RequestRecord
from orq_ui.emulator.scenario_parser import parse_scenario
from orq_ui.emulator.state import emulator_of
from orq_ui.emulator.strict_json import json_response
from orq_ui.routing import BUILT_IN_SCENARIOS, built_in_name

MAX_SCENARIO_BYTES = 1_000_000


async def health(request: Request) -> Response:
    """Return counters since the start, what is kept now, and what the emulator was started with."""
    emulator = emulator_of(request)
    options = emulator.options
    counters = asdict(emulator.counters)
    return json_response(
        {
            "status": "ok",
            "provider_calls": counters.pop("provider_calls"),
            "requests": counters,
            "pictures": len(emulator.images),
            "picture_bytes": emulator.images.currsize,
            "cached": len(emulator.response_cache),
            "scenario": built_in_name(emulator.scenario),
            "time_scale": options.time_scale,
            "seed": options.seed,
            "defaults": options.defaults.name,
            "strict_models": options.strict_models,
        }
    )


async def clear_cache(request: Request) -> Response:
    """Forget every cached response."""
    cache = emulator_of(request).response_cache
    deleted = len(cache)
    cache.clear()
    return json_response({"deleted": deleted})


async def get_scenario(request: Request) -> Response:
    """Return the scenario of the whole process, in a form that can be put back."""
    return json_response(emulator_of(request).scenario.model_dump(mode="json"))


async def put_scenario(request: Request) -> Response:
    """Replace the scenario; its scripts begin anew."""
    text = bytearray()
    async for chunk in request.stream():
        text += chunk
        if len(text) > MAX_SCENARIO_BYTES:
            raise bad_request(f"The scenario has more than {MAX_SCENARIO_BYTES} bytes.", "scenario")
    emulator = emulator_of(request)
    emulator.scenario = parse_scenario(bytes(text), "scenario")
    emulator.script_positions.clear()
    return await get_scenario(request)


async def delete_scenario(request: Request) -> Response:
    """Return to the scenario that the emulator was started with; its scripts begin anew."""
    emulator = emulator_of(request)
    emulator.scenario = emulator.options.scenario
    emulator.script_positions.clear()
    return await get_scenario(request)


async def rewind_scripts(request: Request) -> Response:
    """Let every script that goes on from request to request begin anew, whatever its scenario."""
    positions = emulator_of(request).script_positions
    rewound = len(positions)
    positions.clear()
    return json_response({"rewound": rewound})


async def list_scenarios(request: Request) -> Response:
    """List the built-in scenarios, each with a request that shows it best; ``current`` is the current one's name."""
    data = [{"name": name, **built_in.model_dump(mode="json")} for name, built_in in BUILT_IN_SCENARIOS.items()]
    return json_response({"data": data, "current": built_in_name(emulator_of(request).scenario)})


async def list_requests(request: Request) -> Response:
    """List the newest requests, a row each."""
    return json_response({"data": [record.to_row() for record in emulator_of(request).request_log.newest()]})


async def get_request(request: Request) -> Response:
    """Return what arrived with one request."""
    return json_response(_record(request).to_json())


async def list_ledgers(request: Request) -> Response:
    """List the newest ledgers, a row each; a ledger has the id of its request."""
    return json_response({"data": [ledger_row(record) for record in emulator_of(request).request_log.newest()]})


async def get_ledger(request: Request) -> Response:
    """Return every decision about one request."""
    return json_response(ledger_json(_record(request)))


async def get_image(request: Request) -> Response:
    """Return the variation that the url of a response leads to, for an hour from the first answer."""
    found = emulator_of(request).images.find(request.path_params["name"])
    if found is None:
        raise not_found("There is no such image, or its 60 minutes are over.", "image_expired")
    png, seconds_left = found
    return Response(png, media_type="image/png", headers={"cache-control": f"private, max-age={seconds_left}"})


def _record(request: Request) -> RequestRecord:
    record = emulator_of(request).request_log.get(request.path_params["id"])
    if record is None:
        raise not_found("There is no record of this request, or it is gone.")
    return record


ROUTES = [
    Mount(
        "/_emulator",
        routes=[
            Route("/health", health, methods=["GET"]),
            Route("/cache", clear_cache, methods=["DELETE"]),
            Route("/scenario", get_scenario, methods=["GET"]),
            Route("/scenario", put_scenario, methods=["PUT"]),
            Route("/scenario", delete_scenario, methods=["DELETE"]),
            Route("/scripts", rewind_scripts, methods=["DELETE"]),
            Route("/scenarios", list_scenarios, methods=["GET"]),
            Route("/requests", list_requests, methods=["GET"]),
            Route("/requests/{id}", get_request, methods=["GET"]),
            Route("/ledgers", list_ledgers, methods=["GET"]),
            Route("/ledgers/{id}", get_ledger, methods=["GET"]),
            Route("/images/{name}.png", get_image, methods=["GET"]),
        ],
    )
]
