"""Loads the pictures of a reply: one way for base64, data: URIs and links."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from orq_ui.client.image_downloads import Fetch, ImageDownloader, PictureUnavailable
from orq_ui.client.picture_sources import PictureSource, PictureText, TextKind
from orq_ui.client.picture_text import BrokenText, Decoded, decode_base64, decode_data_uri
from orq_ui.client.reply import Note
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import EXTENSIONS, MAX_BYTES, MissingPicture, Picture, UnshownPicture
from orq_ui.imaging.workers import load_picture_async

LoadedPicture = tuple[Picture | MissingPicture, tuple[Note, ...]]
log = logging.getLogger(__name__)
_OUTPUT_FORMATS = MappingProxyType(
    {"png": "image/png", "webp": "image/webp", "jpeg": "image/jpeg", "jpg": "image/jpeg"}
)
SHORTEST = 40
"""Bytes; no format of pictures makes a shorter file of one pixel."""


async def load_pictures(
    sources: tuple[PictureSource, ...], downloader: ImageDownloader, request_url: str, decoding_s: float
) -> tuple[LoadedPicture, ...]:
    """Load every source's picture, or say why it is missing, in order; ``request_url`` is where the request went.

    A picture that is not decoded within ``decoding_s`` seconds since it came, other pictures' turns included, is
    missing with reason ``too_slow``. Cancelling stops what is decoded.
    """
    async with downloader.session(request_url) as fetch, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_Loading(source.index, fetch, decoding_s).load(source)) for source in sources]
    return tuple(task.result() for task in tasks)


def notes_of(found: tuple[LoadedPicture, ...], output_format: str | None) -> Iterator[Note]:
    """Yield the notes on each picture, and where it is not in the format that the reply names for all of them."""
    announced = _OUTPUT_FORMATS.get((output_format or "").lower())
    for index, (picture, notes) in enumerate(found):
        yield from notes
        is_said = any(note.reason == "media_type_differs" for note in notes)
        if isinstance(picture, Picture) and announced and announced != picture.media_type and not is_said:
            yield Note(index, "media_type_differs", announced)


@dataclass(frozen=True)
class _Loading:
    """What loads one picture, by its index in the reply."""

    index: int
    fetch: Fetch
    decoding_s: float

    async def load(self, source: PictureSource) -> LoadedPicture:
        """Load the first text that is a picture; where none is, the first failure counts, rather one with bytes."""
        first_failure: PictureUnavailable | None = None
        for text in source.texts:
            try:
                picture, notes = await self._of_text(text)
            except PictureUnavailable as failure:
                # What came is kept, even where the first text brought nothing.
                if first_failure is None or (failure.content and not first_failure.content):
                    first_failure = failure
            except Exception as bug:
                # A mistake of ours with one picture must not cost the others, which are paid for.
                log.exception("picture %s cannot be read", self.index + 1)
                first_failure = first_failure or PictureUnavailable("unreadable", type(bug).__name__)
            else:
                if first_failure is not None:
                    notes = (*notes, Note(self.index, "second_text", first_failure.reason))
                return picture, notes
        try:
            if source.content is not None:
                return await self._decode(source.content, None)
            raise first_failure or PictureUnavailable("nothing" if source.is_valid else "not_an_entry")
        except PictureUnavailable as error:
            return _without(self.index, error), ()

    async def _of_text(self, text: PictureText) -> LoadedPicture:
        if text.kind is TextKind.LINK:
            data, declared = await self.fetch(text.text)
            picture, notes = await self._decode(data, declared)
        else:
            picture, notes = await self._of_inline(text)
        return picture, (*notes, Note(self.index, text.note)) if text.note else notes

    async def _of_inline(self, text: PictureText) -> LoadedPicture:
        is_uri = text.kind is TextKind.DATA_URI
        broken = "bad_data_uri" if is_uri else "bad_base64"
        try:
            decoded = await asyncio.to_thread(decode_data_uri if is_uri else decode_base64, text.text)
        except BrokenText as error:
            raise PictureUnavailable(broken, error.detail, text.text.encode("utf-8", "replace")) from None
        try:
            picture, notes = await self._decode(decoded.data, decoded.declared)
        except PictureUnavailable as failure:
            # Text that is bent and no picture either was never meant as one, or ends early.
            raise _of_bent(decoded, broken, failure) from None
        return picture, (*notes, *(Note(self.index, oddity) for oddity in decoded.oddities))

    async def _decode(self, data: bytes, declared: str | None) -> LoadedPicture:
        try:
            async with asyncio.timeout(self.decoding_s):
                picture = await load_picture_async(data, f"variation-{self.index + 1}")
        except TimeoutError:
            raise PictureUnavailable("too_slow", f"over {self.decoding_s:g} s", data) from None
        except UnusablePicture as unusable:
            raise PictureUnavailable(unusable.reason, unusable.detail, data) from None
        named = replace(picture, name=f"{picture.name}.{EXTENSIONS[picture.media_type]}")
        return named, tuple(_oddities(self.index, picture, declared))


def _without(index: int, failure: PictureUnavailable) -> MissingPicture:
    """Return what takes the picture's place, with what came if that may be a picture.

    A page or a message in a picture's place is none. A file over the limit is not kept: the history has none so large.
    """
    content = failure.content
    is_binary = failure.reason != "not_a_picture" or b"\0" in content
    if SHORTEST <= len(content) < MAX_BYTES and is_binary:
        return UnshownPicture(index, failure.reason, failure.detail, failure.content)
    return MissingPicture(index, failure.reason, failure.detail)


def _of_bent(decoded: Decoded, broken: str, failure: PictureUnavailable) -> PictureUnavailable:
    if failure.reason == "not_a_picture" and "wrong_padding" in decoded.oddities:
        return PictureUnavailable(broken, "its length is not a multiple of four", failure.content)
    return failure


def _oddities(index: int, picture: Picture, declared: str | None) -> Iterator[Note]:
    declared_type = (declared or "").partition(";")[0].strip().lower()
    if declared_type and declared_type != picture.media_type:
        yield Note(index, "media_type_differs", declared_type)
    if not picture.is_complete:
        yield Note(index, "no_end_marker")
