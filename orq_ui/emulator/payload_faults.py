"""Payload faults: a 200 whose body is not what it should be. Three tables, by where each fault strikes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

from PIL import Image
from starlette.responses import Response

from orq_ui.emulator.picture_store import PictureStore
from orq_ui.emulator.truncated_response import TornReply

Entry = dict[str, str]


def entry(png: bytes, response_format: str | None, store: PictureStore, base: str) -> Entry:
    """An entry of ``data`` as it should be."""
    return {"b64_json": _base64(png)} if response_format == "b64_json" else {"url": _url(store.add(png), base)}


def _without_picture(*_: object) -> Entry:
    return {}


def _data_uri(png: bytes, *_: object) -> Entry:
    """A ``data:`` URI in ``url``, whatever was asked for."""
    return {"url": f"data:image/png;base64,{_base64(png)}"}


def _expired_url(png: bytes, response_format: str | None, store: PictureStore, base: str) -> Entry:
    """A url that was never good; base64 cannot expire."""
    if response_format == "b64_json":
        return entry(png, response_format, store, base)
    return {"url": _url(store.unused_name(), base)}


def _cut(pngs: list[bytes]) -> list[bytes]:
    """Half of each file."""
    return [png[: len(png) // 2] for png in pngs]


def _as_jpeg(pngs: list[bytes]) -> list[bytes]:
    """JPEG bytes, though ``output_format``, the url and the media type go on saying PNG."""
    return [_jpeg(png) for png in pngs]


def _cut_json(response: Response) -> Response:
    """JSON that ends in its middle; the connection is sound."""
    text = bytes(response.body)
    return Response(text[: len(text) // 2], response.status_code, media_type="application/json")


def _torn(response: Response) -> Response:
    return TornReply(bytes(response.body), response.status_code, media_type="application/json")


SPOILED_PNGS: Mapping[str | None, Callable[[list[bytes]], list[bytes]]] = MappingProxyType(
    {"broken_image": _cut, "wrong_media_type": _as_jpeg}
)
SPOILED_ENTRIES: Mapping[str, Callable[[bytes, str | None, PictureStore, str], Entry]] = MappingProxyType(
    {"missing_image": _without_picture, "data_uri": _data_uri, "expired_url": _expired_url}
)
SPOILED_REPLIES: Mapping[str | None, Callable[[Response], Response]] = MappingProxyType(
    {"bad_json": _cut_json, "reset": _torn}
)


def _url(name: str, base: str) -> str:
    return f"{base}/_emulator/images/{name}.png"


def _base64(png: bytes) -> str:
    return base64.b64encode(png).decode()


def _jpeg(png: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(png)) as image:
        image.save(out, "JPEG", quality=88)
    return out.getvalue()
