"""Payload faults: a 200 whose body is not what it should be. Three tables, by what each fault changes."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

from PIL import Image
from starlette.responses import Response

from orq_ui.emulator.truncated_response import TruncatedResponse

Entry = dict[str, str]
MakeUrl = Callable[[bytes], str]
"""Keeps a PNG and returns the url that leads to it."""


def data_entry(png: bytes, response_format: str | None, make_url: MakeUrl) -> Entry:
    """Return an entry of ``data`` as it should be."""
    return {"b64_json": _base64(png)} if response_format == "b64_json" else {"url": make_url(png)}


def _missing_image(*_: object) -> Entry:
    return {}


def _data_uri(png: bytes, *_: object) -> Entry:
    """Return a ``data:`` URI in ``url``, whatever was asked for."""
    return {"url": f"data:image/png;base64,{_base64(png)}"}


def _expired_url(png: bytes, response_format: str | None, make_url: MakeUrl) -> Entry:
    """Return a url that leads nowhere; base64 cannot expire."""
    entry = data_entry(png, response_format, make_url)
    return {"url": re.sub(r"[^/]+(?=\.png$)", secrets.token_hex(24), entry["url"])} if "url" in entry else entry


def _broken_image(png: bytes) -> bytes:
    """Return half of the file."""
    return png[: len(png) // 2]


def _as_jpeg(png: bytes) -> bytes:
    """Return JPEG bytes, though ``output_format``, the url and the media type go on saying PNG."""
    out = BytesIO()
    with Image.open(BytesIO(png)) as image:
        image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _bad_json(response: Response) -> Response:
    """Return JSON that ends in its middle; the connection is sound."""
    text = bytes(response.body)
    return Response(text[: len(text) // 2], response.status_code, media_type="application/json")


def _reset(response: Response) -> Response:
    return TruncatedResponse(bytes(response.body), response.status_code, media_type="application/json")


IMAGE_FAULTS: Mapping[str | None, Callable[[bytes], bytes]] = MappingProxyType(
    {"broken_image": _broken_image, "wrong_media_type": _as_jpeg}
)
ENTRY_FAULTS: Mapping[str | None, Callable[[bytes, str | None, MakeUrl], Entry]] = MappingProxyType(
    {"missing_image": _missing_image, "data_uri": _data_uri, "expired_url": _expired_url}
)
RESPONSE_FAULTS: Mapping[str | None, Callable[[Response], Response]] = MappingProxyType(
    {"bad_json": _bad_json, "reset": _reset}
)


def _base64(png: bytes) -> str:
    return base64.b64encode(png).decode()
