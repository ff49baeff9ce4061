"""What the router answers, read tolerantly: what is there is kept, what is missing is None."""

from __future__ import annotations

from datetime import datetime

from orq_ui.api.base import JsonModel, Number


class ImageData(JsonModel):
    """One variation, as base64 or as a link; a link is ``https:`` or ``data:``."""

    b64_json: str | None = None
    url: str | None = None


class InputTokensDetails(JsonModel):
    """Input tokens by what was counted."""

    text_tokens: Number
    image_tokens: Number


class Usage(JsonModel):
    """Tokens counted for the call."""

    total_tokens: Number
    input_tokens: Number
    output_tokens: Number
    input_tokens_details: InputTokensDetails


class ImageVariationResponse(JsonModel):
    """A success. ``created`` is Unix time in seconds."""

    created: Number
    data: list[ImageData]
    output_format: str | None = None
    size: str | None = None
    quality: str | None = None
    usage: Usage | None = None


class CatalogueModel(JsonModel):
    """One entry of the model catalogue; ``id`` is ``provider/model``. Deprecated models are only found by id."""

    id: str
    name: str = ""
    description: str = ""
    endpoints: tuple[str, ...] = ()
    deprecated: bool = False
    deprecation: datetime | None = None
