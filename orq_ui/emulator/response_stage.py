"""Last stage: pictures become the response, with a payload fault where the scenario says so."""

from __future__ import annotations

from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from orq_ui.emulator.image_store import Answer, ImageStore
from orq_ui.emulator.payload_faults import ENTRY_FAULTS, IMAGE_FAULTS, RESPONSE_FAULTS, data_entry
from orq_ui.emulator.strict_json import json_response
from orq_ui.routing import PayloadFault

_TOKENS_PER_TILE = 170
"""An invented tariff: so many tokens for each tile of 256×256, so that usage grows with size and number."""


def variations_response(
    body: dict[str, Any],
    pngs: list[bytes],
    answer: Answer,
    images: ImageStore,
    base: str,
    payload: PayloadFault | None,
) -> Response:
    """Return the response as the contract shapes it; ``images`` keeps what urls lead to, which start with ``base``."""
    places = count()

    def make_url(png: bytes) -> str:
        return f"{base}/_emulator/images/{images.add(png, answer, next(places))}.png"

    size = size_of(body)
    if payload in IMAGE_FAULTS:
        pngs = [IMAGE_FAULTS[payload](png) for png in pngs]
    entry = ENTRY_FAULTS.get(payload, data_entry)
    data = [] if payload == "empty_data" else [entry(png, body.get("response_format"), make_url) for png in pngs]
    usage = _usage(size, len(pngs))
    response = json_response(
        {"created": int(answer.created), "data": data, "output_format": "png", "size": size, "usage": usage}
    )
    return RESPONSE_FAULTS[payload](response) if payload in RESPONSE_FAULTS else response


def usage_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return the usage of a served request."""
    return _usage(size_of(body), int(body.get("n") or 1))


def size_of(body: dict[str, Any]) -> str:
    """Return the requested size, or the default."""
    size: str = body.get("size", "1024x1024")
    return size


def origin(request: Request) -> str:
    """Return ``http://host:port`` as the client named it; ``host_check`` has seen that it is one."""
    return f"http://{request.headers['host']}"


def _usage(size: str, number: int) -> dict[str, Any]:
    tiles = (int(size.partition("x")[0]) // 256) ** 2
    image, output = _TOKENS_PER_TILE * 2, _TOKENS_PER_TILE * tiles * number
    return {
        "total_tokens": image + output,
        "input_tokens": image,
        "output_tokens": output,
        "input_tokens_details": {"text_tokens": 0, "image_tokens": image},
    }
