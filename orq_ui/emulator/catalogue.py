"""``GET /v2/model-catalog``: the image models that the emulator lists, retired real ones and invented ones.

A stand-in answers for any other model, unless the emulator is strict or the scenario says that it does not exist.
Its two addresses are public, as the live ones are described.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.api_error import not_found
from orq_ui.emulator.strict_json import json_response

ENDPOINT = "images/variations"
GRPC_NOT_FOUND = 5
_PARAMETERS = ("image", "model", "n", "response_format", "size", "user")


@dataclass(frozen=True)
class CatalogueModel:
    """One model; ``retired`` is None for one that is offered, else the day on OpenAI's deprecations page."""

    id: str
    name: str
    description: str
    created: date
    retired: date | None = None

    def entry(self) -> dict[str, Any]:
        """Return the entry as the catalogue's API gives it."""
        provider, _, _ = self.id.partition("/")
        entry: dict[str, Any] = {
            "id": self.id,
            "created": f"{self.created}T00:00:00Z",
            "name": self.name,
            "description": self.description,
            "provider": {"id": provider, "name": provider.capitalize(), "logo": ""},
            "endpoints": [ENDPOINT],
            "modalities": {"input": ["image"], "output": ["image"]},
            "offering_of": self.id,
            "supported_parameters": list(_PARAMETERS),
            "supported_tiers": [],
            "location": ["local"],
            "features": ["image_variation"],
            "deprecated": self.retired is not None,
            "zdr": True,
        }
        return entry if self.retired is None else {**entry, "deprecation": f"{self.retired}T00:00:00Z"}


_MODELS = TypeAdapter(tuple[CatalogueModel, ...]).validate_json(Path(__file__).with_suffix(".json").read_bytes())
CATALOGUE: Mapping[str, CatalogueModel] = MappingProxyType({model.id: model for model in _MODELS})


def stand_ins(models: Iterable[str]) -> tuple[str, ...]:
    """Return the models, each once, that the catalogue does not list: a stand-in answers for each of them."""
    return tuple(model for model in dict.fromkeys(models) if model not in CATALOGUE)


async def list_models(request: Request) -> Response:
    """List the models on offer; filters are ``output_modality`` (repeated, or with commas) and ``search``.

    Retired models are only found by id.
    """
    query = request.query_params
    modalities = {name for value in query.getlist("output_modality") for name in value.split(",") if name}
    needle = query.get("search", "").casefold()
    offered = [model for model in _MODELS if model.retired is None and (not modalities or "image" in modalities)]
    found = [model for model in offered if needle in f"{model.id}\n{model.name}\n{model.description}".casefold()]
    return json_response({"object": "list", "data": [model.entry() for model in found], "has_more": False})


async def get_model(request: Request) -> Response:
    """Return one model, retired ones too."""
    model_id = request.path_params["id"]
    if model := CATALOGUE.get(model_id):
        return json_response({"model": model.entry()})
    error = not_found(f"The model {model_id[:100]!r} does not exist.", "model_not_found", "id")
    # The catalogue's errors have a flat shape in the vendor's client; the envelope stands beside it.
    return error.response(message=error.message, code=GRPC_NOT_FOUND, details=[])


ROUTES = [
    Route("/v2/model-catalog", list_models, methods=["GET"]),
    Route("/v2/model-catalog/", list_models, methods=["GET"]),
    Route("/v2/model-catalog/{id:path}", get_model, methods=["GET"]),
]
