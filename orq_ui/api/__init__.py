"""The API as pydantic models in wire names: the request, the response, the catalogue's entries."""

from orq_ui.api.blobs import elide
from orq_ui.api.fields import Field, Kind, dotted, fields_of
from orq_ui.api.options import (
    Cache,
    Fallback,
    Identity,
    LoadBalancer,
    OrqOptions,
    Prompt,
    Retry,
    RouterOptions,
    Timeout,
    WeightedModel,
)
from orq_ui.api.request import ImageVariationRequest
from orq_ui.api.response import CatalogueModel, ImageData, ImageVariationResponse, InputTokensDetails, Usage
from orq_ui.api.validation import Problem, problems, unknown_keys

__all__ = [
    "Cache",
    "CatalogueModel",
    "Fallback",
    "Field",
    "Identity",
    "ImageData",
    "ImageVariationRequest",
    "ImageVariationResponse",
    "InputTokensDetails",
    "Kind",
    "LoadBalancer",
    "OrqOptions",
    "Problem",
    "Prompt",
    "Retry",
    "RouterOptions",
    "Timeout",
    "Usage",
    "WeightedModel",
    "dotted",
    "elide",
    "fields_of",
    "problems",
    "unknown_keys",
]
