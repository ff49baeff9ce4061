"""From the sources in a reply to pictures: one path for base64, data: URIs and links."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from orq_ui.client.image_downloads import Fetch, Links, Lost
from orq_ui.client.reply import Note
from orq_ui.client.response_parser import Source
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import EXTENSIONS, MissingPicture, Picture

Found = tuple[Picture | MissingPicture, Note | None]
_DATA_URI = re.compile(r"data:(?P<type>[^,;]*)(?P<params>(?:;[^,;]*)*),", re.IGNORECASE)


async def gather(sources: tuple[Source, ...], links: Links, sent_to: str) -> tuple[Found, ...]:
    """Every source's picture, or why it is missing, in order; ``sent_to`` is the URL that the request went to."""
    async with links.opened(sent_to) as fetch, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_picture(source, fetch)) for source in sources]
    return tuple(task.result() for task in tasks)


async def _picture(source: Source, fetch: Fetch) -> Found:
    try:
        if not source.is_link:
            return await asyncio.to_thread(_from_reply, source)
        data, declared = await fetch(source.url or "")
        return await asyncio.to_thread(_found, source.index, data, declared)
    except Lost as lost:
        return MissingPicture(source.index, lost.reason, lost.detail), None


def _from_reply(source: Source) -> Found:
    if not source.sound:
        raise Lost("not_an_entry")
    if source.b64_json:
        return _found(source.index, _decoded(source.b64_json, "bad_base64"), None)
    if source.is_data_uri:
        return _from_data_uri(source.index, source.url or "")
    raise Lost("nothing")


def _from_data_uri(index: int, uri: str) -> Found:
    head = _DATA_URI.match(uri)
    if head is None:
        raise Lost("bad_data_uri")
    payload = uri[head.end() :]
    data = unquote_to_bytes(payload) if "%" in payload or not head["params"] else payload
    if head["params"].lower().endswith(";base64"):
        data = _decoded(data, "bad_data_uri")
    return _found(index, data.encode() if isinstance(data, str) else data, head["type"])


def _decoded(text: str | bytes, reason: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Lost(reason, str(error)) from None


def _found(index: int, data: bytes, declared: str | None) -> Found:
    try:
        picture = Picture.from_bytes(data)
    except UnusablePicture as unusable:
        raise Lost(unusable.reason, unusable.detail) from None
    named = replace(picture, name=f"variation-{index + 1}.{EXTENSIONS[picture.media_type]}")
    said = (declared or "").partition(";")[0].strip().lower()
    return named, Note(index, "media_type_differs", said) if said and said != picture.media_type else None
