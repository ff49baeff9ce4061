"""Last stage: pictures become the answer, spoiled where the scenario says so."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from orq_ui.emulator.payload_faults import SPOILED_ENTRIES, SPOILED_PNGS, SPOILED_REPLIES, entry
from orq_ui.emulator.picture_store import PictureStore
from orq_ui.emulator.strict_json import json_reply
from orq_ui.routing import PayloadFault

_HOST = re.compile(r"[A-Za-z0-9.\-_]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_TOKENS_PER_TILE = 170
"""An invented tariff: so many tokens for each tile of 256×256, so that usage grows with size and number."""


def reply(
    body: dict[str, Any],
    pngs: list[bytes],
    created: float,
    store: PictureStore,
    base: str,
    payload: PayloadFault | None,
) -> Response:
    """The response as the contract shapes it; ``base`` is the origin that urls start with."""
    size = size_of(body)
    if payload in SPOILED_PNGS:
        pngs = SPOILED_PNGS[payload](pngs)
    make = SPOILED_ENTRIES.get(payload, entry) if payload else entry
    data = [] if payload == "empty_data" else [make(png, body.get("response_format"), store, base) for png in pngs]
    usage = _usage(size, len(pngs))
    answer = {"created": int(created), "data": data, "output_format": "png", "size": size, "usage": usage}
    response = json_reply(answer)
    return SPOILED_REPLIES[payload](response) if payload in SPOILED_REPLIES else response


def size_of(body: dict[str, Any]) -> str:
    """The asked size, or the default."""
    size: str = body.get("size", "1024x1024")
    return size


def origin(request: Request) -> str:
    """``http://host:port`` as the client named it, or as the socket knows it when the name is no host."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        server = request.scope.get("server") or ("127.0.0.1", 80)
        host = f"{server[0]}:{server[1]}"
    return f"http://{host}"


def _usage(size: str, number: int) -> dict[str, Any]:
    tiles = (int(size.partition("x")[0]) // 256) ** 2
    image, output = _TOKENS_PER_TILE * 2, _TOKENS_PER_TILE * tiles * number
    return {
        "total_tokens": image + output,
        "input_tokens": image,
        "output_tokens": output,
        "input_tokens_details": {"text_tokens": 0, "image_tokens": image},
    }
