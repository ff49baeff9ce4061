"""The catalogue's two addresses. They are public, as the live ones are described."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.catalogue import CATALOGUE, listed
from orq_ui.emulator.refusal import not_found
from orq_ui.emulator.strict_json import json_reply

GRPC_NOT_FOUND = 5


async def list_models(request: Request) -> Response:
    """Filters: ``output_modality`` (repeated, or with commas) and ``search``."""
    query = request.query_params
    models = listed(query.getlist("output_modality"), query.get("search", ""))
    return json_reply({"object": "list", "data": [model.entry() for model in models], "has_more": False})


async def get_model(request: Request) -> Response:
    """One model, retired ones too."""
    model = CATALOGUE.get(request.path_params["id"])
    if model is None:
        refusal = not_found(f"The model {request.path_params['id'][:100]!r} does not exist.", "model_not_found", "id")
        # The catalogue's errors have a flat shape in the vendor's client; the envelope stands beside it.
        flat = {"message": refusal.message, "code": GRPC_NOT_FOUND, "details": []}
        return json_reply({**flat, **refusal.envelope()}, refusal.status)
    return json_reply({"model": model.entry()})


ROUTES = [
    Route("/v2/model-catalog", list_models, methods=["GET"]),
    Route("/v2/model-catalog/{id:path}", get_model, methods=["GET"]),
]
