"""Last stage: pictures become the answer."""

from __future__ import annotations

import base64
import re
from typing import Any

from starlette.requests import Request

from orq_ui.emulator.picture_store import PictureStore

_HOST = re.compile(r"[A-Za-z0-9.\-_]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_TOKENS_PER_TILE = 170
"""An invented tariff: so many tokens for each tile of 256×256, so that usage grows with size and number."""


def reply_body(
    body: dict[str, Any], pngs: list[bytes], created: float, store: PictureStore, base: str
) -> dict[str, Any]:
    """The response as the contract shapes it; ``base`` is the origin that urls start with."""
    size = body.get("size", "1024x1024")
    if body.get("response_format", "url") == "b64_json":
        data = [{"b64_json": base64.b64encode(png).decode()} for png in pngs]
    else:
        data = [{"url": f"{base}/_emulator/images/{store.add(png)}.png"} for png in pngs]
    usage = _usage(size, len(pngs))
    return {"created": int(created), "data": data, "output_format": "png", "size": size, "usage": usage}


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
