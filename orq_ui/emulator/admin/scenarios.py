"""The scenario of the whole process, and the built-in ones to choose from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.refusal import bad_request
from orq_ui.emulator.scenario_text import name_of, read_scenario
from orq_ui.emulator.state import emulator_of
from orq_ui.emulator.strict_json import json_reply
from orq_ui.routing import BUILT_IN_SCENARIOS

MAX_SCENARIO_BYTES = 1_000_000


async def get_scenario(request: Request) -> Response:
    """What plays now, in a form that can be put back."""
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


async def list_scenarios(request: Request) -> Response:
    """The built-in stories, each with a request that shows it best; ``current`` is the name of what plays now."""
    stories = [
        {
            "name": name,
            "title": story.title,
            "sentence": story.sentence,
            "scenario": story.scenario.model_dump(mode="json"),
            "body": dict(story.body),
        }
        for name, story in BUILT_IN_SCENARIOS.items()
    ]
    return json_reply({"data": stories, "current": name_of(emulator_of(request).scenario)})


ROUTES = [
    Route("/scenario", get_scenario, methods=["GET"]),
    Route("/scenario", put_scenario, methods=["PUT"]),
    Route("/scenario", delete_scenario, methods=["DELETE"]),
    Route("/scenarios", list_scenarios, methods=["GET"]),
]
