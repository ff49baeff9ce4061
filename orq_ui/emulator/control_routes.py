"""``/_emulator``: health, the scenario, the records, and the pictures behind the urls."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from orq_ui.emulator.json_text import json_reply
from orq_ui.emulator.options import LIFETIME_S
from orq_ui.emulator.refusal import bad_request, not_found
from orq_ui.emulator.scenario_text import read_scenario
from orq_ui.emulator.state import emulator_of

MAX_SCENARIO_BYTES = 1_000_000


async def health(request: Request) -> Response:
    """Alive, with the counters."""
    emulator = emulator_of(request)
    kept = {"pictures": len(emulator.pictures), "picture_bytes": emulator.pictures.size}
    return json_reply({"status": "ok", "requests": asdict(emulator.counters), **kept})


async def get_scenario(request: Request) -> Response:
    """The scenario of the whole process."""
    return json_reply(emulator_of(request).scenario.model_dump(mode="json"))


async def put_scenario(request: Request) -> Response:
    """Replace it."""
    text = bytearray()
    async for chunk in request.stream():
        text += chunk
        if len(text) > MAX_SCENARIO_BYTES:
            raise bad_request(f"The scenario has more than {MAX_SCENARIO_BYTES} bytes.", "scenario")
    emulator_of(request).scenario = read_scenario(bytes(text), "scenario")
    return await get_scenario(request)


async def delete_scenario(request: Request) -> Response:
    """Back to the one that the emulator was started with."""
    emulator = emulator_of(request)
    emulator.scenario = emulator.options.scenario
    return await get_scenario(request)


async def list_requests(request: Request) -> Response:
    """The newest requests, short."""
    return json_reply({"data": [record.short() for record in emulator_of(request).records.newest()]})


async def get_request(request: Request) -> Response:
    """What arrived."""
    record = emulator_of(request).records.get(request.path_params["id"])
    if record is None:
        raise not_found("There is no record of this request, or it is gone.")
    return json_reply(record.shown())


async def get_image(request: Request) -> Response:
    """A drawn picture, for an hour."""
    png = emulator_of(request).pictures.get(request.path_params["name"])
    if png is None:
        raise not_found("There is no such image, or its 60 minutes are over.", "image_expired")
    return Response(png, media_type="image/png", headers={"cache-control": f"private, max-age={LIFETIME_S}"})


ROUTES = [
    Mount(
        "/_emulator",
        routes=[
            Route("/health", health, methods=["GET"]),
            Route("/scenario", get_scenario, methods=["GET"]),
            Route("/scenario", put_scenario, methods=["PUT"]),
            Route("/scenario", delete_scenario, methods=["DELETE"]),
            Route("/requests", list_requests, methods=["GET"]),
            Route("/requests/{id}", get_request, methods=["GET"]),
            Route("/images/{name}.png", get_image, methods=["GET"]),
        ],
    )
]
