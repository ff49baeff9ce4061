"""The reply to a request, read loosely: what is there is kept, what is missing is None."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from orq_ui.api.base import Number


class Loose(BaseModel):
    """A part of a reply. Unknown keys are kept."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())


class ImageData(Loose):
    """One variation, as base64 or as a link; a link is ``https:`` or ``data:``."""

    b64_json: str | None = None
    url: str | None = None


class InputTokensDetails(Loose):
    """Input tokens by what they stand for."""

    text_tokens: Number
    image_tokens: Number


class Usage(Loose):
    """Tokens counted for the call."""

    total_tokens: Number
    input_tokens: Number
    output_tokens: Number
    input_tokens_details: InputTokensDetails


class ImageVariationResponse(Loose):
    """A success. ``created`` is Unix time in seconds."""

    created: Number
    data: list[ImageData]
    output_format: str | None = None
    size: str | None = None
    quality: str | None = None
    usage: Usage | None = None
