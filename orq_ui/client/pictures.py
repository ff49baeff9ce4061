"""Loads the pictures of a reply: one way for base64, data: URIs and links."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from orq_ui.client.image_downloads import Fetch, ImageDownloader, PictureUnavailable
from orq_ui.client.reply import Note
from orq_ui.client.response_parser import PictureSource
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import EXTENSIONS, MissingPicture, Picture

LoadedPicture = tuple[Picture | MissingPicture, Note | None]
_DATA_URI = re.compile(r"data:(?P<type>[^,;]*)(?P<params>(?:;[^,;]*)*),", re.IGNORECASE)


async def load_pictures(
    sources: tuple[PictureSource, ...], downloader: ImageDownloader, request_url: str
) -> tuple[LoadedPicture, ...]:
    """Load every source's picture, or say why it is missing, in order; ``request_url`` is where the request went."""
    async with downloader.session(request_url) as fetch, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_load(source, fetch)) for source in sources]
    return tuple(task.result() for task in tasks)


async def _load(source: PictureSource, fetch: Fetch) -> LoadedPicture:
    try:
        if not source.is_link:
            return await asyncio.to_thread(_from_response, source)
        data, declared = await fetch(source.url or "")
        return await asyncio.to_thread(_decode_picture, source.index, data, declared)
    except PictureUnavailable as error:
        return MissingPicture(source.index, error.reason, error.detail), None


def _from_response(source: PictureSource) -> LoadedPicture:
    if not source.is_valid:
        raise PictureUnavailable("not_an_entry")
    if source.b64_json:
        return _decode_picture(source.index, _decode_base64(source.b64_json, "bad_base64"), None)
    if source.is_data_uri:
        return _from_data_uri(source.index, source.url or "")
    raise PictureUnavailable("nothing")


def _from_data_uri(index: int, uri: str) -> LoadedPicture:
    head = _DATA_URI.match(uri)
    if head is None:
        raise PictureUnavailable("bad_data_uri")
    payload = uri[head.end() :]
    data = unquote_to_bytes(payload) if "%" in payload or not head["params"] else payload
    if head["params"].lower().endswith(";base64"):
        data = _decode_base64(data, "bad_data_uri")
    return _decode_picture(index, data.encode() if isinstance(data, str) else data, head["type"])


def _decode_base64(text: str | bytes, reason: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureUnavailable(reason, str(error)) from None


def _decode_picture(index: int, data: bytes, declared: str | None) -> LoadedPicture:
    try:
        picture = Picture.from_bytes(data)
    except UnusablePicture as unusable:
        raise PictureUnavailable(unusable.reason, unusable.detail) from None
    named = replace(picture, name=f"variation-{index + 1}.{EXTENSIONS[picture.media_type]}")
    declared_type = (declared or "").partition(";")[0].strip().lower()
    return named, Note(
        index, "media_type_differs", declared_type
    ) if declared_type and declared_type != picture.media_type else None
