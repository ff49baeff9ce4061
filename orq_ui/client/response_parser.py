"""The body of a success: its pictures' sources, and what else is in it, whatever else is odd about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from orq_ui.api import ImageVariationResponse, dotted, elide
from orq_ui.client.error_response import bad_reply
from orq_ui.client.error_shapes import read_envelope, read_page
from orq_ui.client.lenient_json import LenientJson, read_json
from orq_ui.client.picture_sources import (
    MAX_ENTRIES,
    FoundSources,
    PictureSource,
    TextKind,
    find_sources,
    source_of_text,
)
from orq_ui.client.reply import Note
from orq_ui.client.transport import RawResponse
from orq_ui.json_safety import parse_json

M = TypeVar("M", bound=BaseModel)
MAX_TEXT = 100_000_000
"""Bytes of a body without JSON that is looked at as a link or base64 alone: a picture's 50 MB as base64, and room."""
_UNDER_WAY = frozenset({"starting", "queued", "in_queue", "pending", "processing", "in_progress"})
_MAGIC = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")


class ParsedSuccess(NamedTuple):
    """A success but for its pictures; ``notes`` say what is odd about it."""

    response: ImageVariationResponse
    sources: tuple[PictureSource, ...]
    notes: tuple[Note, ...]


def parse_success(raw: RawResponse) -> ParsedSuccess:
    """Parse a 2xx in which there is a place for pictures, whatever else is in it.

    Raises BadReply with ``redirect``, ``not_json``, ``error_inside``, ``not_an_object`` or ``no_data``.
    """
    if raw.status >= 300:
        raise bad_reply(raw, "redirect")
    if _is_picture(raw):
        response = ImageVariationResponse.model_validate({})
        return ParsedSuccess(response, (PictureSource(0, content=raw.body),), (Note(None, "body_is_picture"),))
    try:
        read = read_json(raw.body)
    except ValueError:
        return _text_alone(raw)
    found = _sources_in(read)
    if (found is None or not found.sources) and (failure := _failure(raw, read)):
        raise bad_reply(raw, "error_inside", failure)
    if found is None:
        raise bad_reply(raw, _why_none(raw, read.values[-1]))
    inline = (text.text for source in found.sources for text in source.texts if text.kind is not TextKind.LINK)
    blobs = frozenset(raw.redactor.text(text) for text in inline)
    response = ImageVariationResponse.model_validate(elide(raw.redactor.value(_as_object(read)), blobs))
    return ParsedSuccess(response, found.sources, tuple(_notes(raw, read, found, response)))


def body_with_data(raw: RawResponse) -> dict[str, Any]:
    """Parse the body of a page of the catalogue: an object with a list as its ``data``.

    Raises BadReply with ``redirect``, ``not_json``, ``not_an_object`` or ``no_data``.
    """
    if raw.status >= 300:
        raise bad_reply(raw, "redirect")
    try:
        body = parse_json(raw.body)
    except ValueError:
        raise bad_reply(raw, "not_json") from None
    if not isinstance(body, dict):
        raise bad_reply(raw, "not_an_object")
    if not isinstance(body.get("data"), list):
        raise bad_reply(raw, "no_data")
    return body


def validated(model: type[M], body: dict[str, Any], raw: RawResponse) -> M:
    """Read a body as a model. Raises BadReply with ``wrong_type`` and a path."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise bad_reply(raw, f"wrong_type {dotted(error.errors(include_input=False)[0]['loc'])}") from None


def _is_picture(raw: RawResponse) -> bool:
    return raw.body.startswith(_MAGIC) or (
        (raw.header("content-type") or "").lower().startswith("image/") and raw.body.lstrip()[:1] not in (b"", b"{")
    )


def _text_alone(raw: RawResponse) -> ParsedSuccess:
    """Read a body that is nothing but a link, base64 or a data: URI."""
    source = source_of_text(raw.body.decode("ascii", "replace").strip('"\n ')) if len(raw.body) < MAX_TEXT else None
    if source is None:
        raise bad_reply(raw, "not_json", read_page(raw.redactor.text(raw.body.decode("utf-8", "replace"))))
    return ParsedSuccess(ImageVariationResponse.model_validate({}), (source,), (Note(None, "elsewhere"),))


def _sources_in(read: LenientJson) -> FoundSources | None:
    """Return the sources of all values; of drafts, which some models stream on the way, only where nothing else is."""
    found = [sources for value in read.values if (sources := find_sources(value))]
    if len(read.values) == 1:
        return found[0] if found else None
    final = [sources for value in read.values if not _is_draft(value) and (sources := find_sources(value))]
    every = [source for sources in final or found for source in sources.sources]
    numbered = tuple(replace(source, index=index) for index, source in enumerate(every[:MAX_ENTRIES]))
    return FoundSources(numbered, len(every), in_data=False) if numbered else None


def _is_draft(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("type")).endswith("partial_image")


def _as_object(read: LenientJson) -> dict[str, Any]:
    """Return the response as one object: several values as ``events``, a list as the ``data`` that it is."""
    if len(read.values) > 1:
        return {"events": read.values}
    value = read.values[0]
    return value if isinstance(value, dict) else {"data": value if isinstance(value, list) else [value]}


def _notes(raw: RawResponse, read: LenientJson, found: FoundSources, response: ImageVariationResponse) -> list[Note]:
    notes = [Note(None, reason, raw.redactor.text(detail)) for reason, detail in read.oddities]
    if raw.truncated:
        notes.append(Note(None, "cut_off"))
    if failure := _failure(raw, read):
        notes.append(Note(None, "error_beside", failure))
    if not found.in_data:
        notes.append(Note(None, "elsewhere"))
    if found.number > len(found.sources):
        notes.append(Note(None, "too_many_entries", str(found.number)))
    for problem in response.problems():
        # A body of another shape lacks the contract's own members, which is said already.
        if found.in_data or "." in problem.path or problem.reason != "is missing":
            notes.append(Note(None, "contract", str(problem)))
    return notes


def _why_none(raw: RawResponse, value: Any) -> str:
    """Return the reason of a BadReply for JSON without pictures."""
    if not isinstance(value, dict):
        return "not_an_object"
    return "accepted" if raw.status == 202 or str(value.get("status")).lower() in _UNDER_WAY else "no_data"


def _failure(raw: RawResponse, read: LenientJson) -> str | None:
    """Return the reason where the reply itself says that the call failed."""
    value = raw.redactor.value(read.values[-1])
    failed = isinstance(value, dict) and (value.get("error") or value.get("errors") or value.get("success") is False)
    return read_envelope(value).message if failed else None
