"""Loads the pictures of a reply: one way for base64, data: URIs and links."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from orq_ui.client.image_downloads import Fetch, ImageDownloader, PictureUnavailable
from orq_ui.client.picture_sources import PictureSource, PictureText, TextKind
from orq_ui.client.picture_text import BrokenText, Decoded, decode_base64, decode_data_uri
from orq_ui.client.reply import Note
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import EXTENSIONS, MAX_BYTES, MissingPicture, Picture, UnshownPicture

LoadedPicture = tuple[Picture | MissingPicture, tuple[Note, ...]]
log = logging.getLogger(__name__)
_OUTPUT_FORMATS = MappingProxyType(
    {"png": "image/png", "webp": "image/webp", "jpeg": "image/jpeg", "jpg": "image/jpeg"}
)
SHORTEST = 40
"""Bytes; no format of pictures makes a shorter file of one pixel."""


async def load_pictures(
    sources: tuple[PictureSource, ...], downloader: ImageDownloader, request_url: str
) -> tuple[LoadedPicture, ...]:
    """Load every source's picture, or say why it is missing, in order; ``request_url`` is where the request went."""
    async with downloader.session(request_url) as fetch, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_load(source, fetch)) for source in sources]
    return tuple(task.result() for task in tasks)


def notes_of(found: tuple[LoadedPicture, ...], output_format: str | None) -> Iterator[Note]:
    """Yield the notes on each picture, and where it is not in the format that the reply names for all of them."""
    announced = _OUTPUT_FORMATS.get((output_format or "").lower())
    for index, (picture, notes) in enumerate(found):
        yield from notes
        is_said = any(note.reason == "media_type_differs" for note in notes)
        if isinstance(picture, Picture) and announced and announced != picture.media_type and not is_said:
            yield Note(index, "media_type_differs", announced)


async def _load(source: PictureSource, fetch: Fetch) -> LoadedPicture:
    """Load the first text that is a picture; where none is, the first failure with bytes counts, or else the first."""
    first_failure: PictureUnavailable | None = None
    for text in source.texts:
        try:
            picture, notes = await _of_text(source.index, text, fetch)
        except PictureUnavailable as failure:
            # What came is kept, even where the first text brought nothing.
            if first_failure is None or (failure.content and not first_failure.content):
                first_failure = failure
        except Exception as bug:
            # A mistake of ours with one picture must not cost the others, which are paid for.
            log.exception("picture %s cannot be read", source.index + 1)
            first_failure = first_failure or PictureUnavailable("unreadable", type(bug).__name__)
        else:
            if first_failure is not None:
                notes = (*notes, Note(source.index, "second_text", first_failure.reason))
            return picture, notes
    try:
        if source.content is not None:
            return await asyncio.to_thread(_decode_picture, source.index, source.content, None)
        raise first_failure or PictureUnavailable("nothing" if source.is_valid else "not_an_entry")
    except PictureUnavailable as error:
        return _without(source.index, error), ()


def _without(index: int, failure: PictureUnavailable) -> MissingPicture:
    """Return what takes the picture's place, with what came if that may be a picture.

    A page or a message in a picture's place is none. A file over the limit is not kept: the history has none so large.
    """
    content = failure.content
    is_binary = failure.reason != "not_a_picture" or b"\0" in content
    if SHORTEST <= len(content) < MAX_BYTES and is_binary:
        return UnshownPicture(index, failure.reason, failure.detail, failure.content)
    return MissingPicture(index, failure.reason, failure.detail)


async def _of_text(index: int, text: PictureText, fetch: Fetch) -> LoadedPicture:
    if text.kind is TextKind.LINK:
        picture, notes = await _of_link(index, text.text, fetch)
    else:
        picture, notes = await asyncio.to_thread(_of_inline, index, text)
    return picture, (*notes, Note(index, text.note)) if text.note else notes


async def _of_link(index: int, link: str, fetch: Fetch) -> LoadedPicture:
    data, declared = await fetch(link)
    return await asyncio.to_thread(_decode_picture, index, data, declared)


def _of_inline(index: int, text: PictureText) -> LoadedPicture:
    is_uri = text.kind is TextKind.DATA_URI
    broken = "bad_data_uri" if is_uri else "bad_base64"
    try:
        decoded = decode_data_uri(text.text) if is_uri else decode_base64(text.text)
    except BrokenText as error:
        raise PictureUnavailable(broken, error.detail, text.text.encode("utf-8", "replace")) from None
    try:
        picture, notes = _decode_picture(index, decoded.data, decoded.declared)
    except PictureUnavailable as failure:
        # Text that is bent and no picture either was never meant as one, or ends early.
        raise _of_bent(decoded, broken, failure) from None
    return picture, (*notes, *(Note(index, oddity) for oddity in decoded.oddities))


def _of_bent(decoded: Decoded, broken: str, failure: PictureUnavailable) -> PictureUnavailable:
    if failure.reason == "not_a_picture" and "wrong_padding" in decoded.oddities:
        return PictureUnavailable(broken, "its length is not a multiple of four", failure.content)
    return failure


def _decode_picture(index: int, data: bytes, declared: str | None) -> LoadedPicture:
    try:
        picture = Picture.from_bytes(data)
    except UnusablePicture as unusable:
        raise PictureUnavailable(unusable.reason, unusable.detail, data) from None
    named = replace(picture, name=f"variation-{index + 1}.{EXTENSIONS[picture.media_type]}")
    declared_type = (declared or "").partition(";")[0].strip().lower()
    differs = bool(declared_type) and declared_type != picture.media_type
    notes = [Note(index, "media_type_differs", declared_type)] if differs else []
    if not picture.is_complete:
        notes.append(Note(index, "no_end_marker"))
    return named, tuple(notes)
