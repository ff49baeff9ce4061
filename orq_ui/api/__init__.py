"""The API as pydantic models in wire names: the request, the response, the catalogue's entries."""

from orq_ui.api.blobs import elide
from orq_ui.api.introspection import Field, Kind, dotted, fields_of
from orq_ui.api.options import (
    OrqOptions,
    RouterOptions,
)
from orq_ui.api.request import ImageVariationRequest
from orq_ui.api.response import CatalogueModel, ImageVariationResponse
from orq_ui.api.validation import Problem, problems, unknown_keys

__all__ = [
    "CatalogueModel",
    "Field",
    "ImageVariationRequest",
    "ImageVariationResponse",
    "Kind",
    "OrqOptions",
    "Problem",
    "RouterOptions",
    "dotted",
    "elide",
    "fields_of",
    "problems",
    "unknown_keys",
]
