"""Where the pictures of a success are, in the shapes that gateways are known to use.

The contract's own shape is ``{"data": [{"b64_json" | "url": …}]}``. Others that were seen:

- one object instead of the list; ``images`` (fal, Bedrock), ``output`` (Replicate, OpenAI's Responses), ``result``
  (Cloudflare), ``artifacts`` (Stability), ``predictions`` (Vertex), ``candidates`` (Gemini), ``choices`` (OpenRouter);
  any of them inside another; a list on top;
- entries that are a link, base64 or a data: URI alone; that name the picture ``base64``, ``bytesBase64Encoded``,
  ``image_url``, …; or that hold an object with one of these.

``data`` goes first: only where nothing in it is a picture are the other places looked at, and last any other member
that holds a picture itself. A link elsewhere may lead anywhere, and what was sent may be repeated in the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

MAX_ENTRIES = 32
"""The contract allows at most 10; each entry may cost a download of 50 MB."""
SHORTEST_INLINE = 64
"""Characters of the smallest picture as base64; a PNG of one pixel has 90."""
MAX_DEPTH = 8
"""Levels below the top; ``choices[0].message.images[0].image_url.url`` has six names."""
# In the order in which they are tried; compared in lower case, without underscores and hyphens.
_PICTURE_NAMES = (
    "b64json",
    "url",
    "base64",
    "b64",
    "imagebase64",
    "bytesbase64encoded",
    "imagebytes",
    "imageurl",
    "inlinedata",
    "image",
    "generatedimage",
    "sample",
    "imageuri",
    "uri",
)
_CONTAINERS = (
    "data",
    "images",
    "image",
    "imageurls",
    "binarydatabase64",
    "output",
    "outputs",
    "result",
    "results",
    "response",
    "artifacts",
    "predictions",
    "candidates",
    "generatedimages",
    "choices",
    "message",
    "content",
    "parts",
    "payload",
    "body",
    "media",
    "files",
)
_NAMES = frozenset((*_PICTURE_NAMES, *_CONTAINERS))
_SENT = frozenset({"input", "inputs", "request", "parameters", "params", "config", "prompt", "initimages", "mask"})
_DATA_URI = re.compile(r"\s*data:", re.IGNORECASE)
_LINK = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)
# What base64 of PNG, JPEG, WebP (RIFF), GIF, BMP and TIFF begins with.
_BASE64_BEGINNINGS = ("iVBORw0KGgo", "/9j/", "_9j_", "UklGR", "R0lGOD", "Qk", "SUkqA", "TU0AK")
_BASE64_TEXT = re.compile(r"\s*[A-Za-z0-9+/_-][A-Za-z0-9+/_=\s-]{62,}")


class TextKind(StrEnum):
    """What a picture's text is, whatever the name that it stands under."""

    BASE64 = "base64"
    DATA_URI = "data_uri"
    LINK = "link"


class PictureText(NamedTuple):
    """A text that holds a picture or its address; ``note`` says where it stands under the other kind's name."""

    kind: TextKind
    text: str
    note: str | None = None


@dataclass(frozen=True)
class PictureSource:
    """Where one variation is: texts to be tried in their order, or the bytes themselves.

    ``is_valid`` is False for an entry that is no object, or has something other than text where a picture belongs.
    """

    index: int
    texts: tuple[PictureText, ...] = field(default=(), repr=False)
    content: bytes | None = field(default=None, repr=False)
    is_valid: bool = True

    @property
    def is_link(self) -> bool:
        """Whether its picture has to be fetched, or is at least first looked for behind a link."""
        return bool(self.texts) and self.texts[0].kind is TextKind.LINK


class FoundSources(NamedTuple):
    """At most :data:`MAX_ENTRIES` sources; ``number`` is how many there were, ``place`` where they are."""

    sources: tuple[PictureSource, ...]
    number: int
    in_data: bool


def find_sources(body: Any) -> FoundSources | None:
    """Return every picture's source; None for a body with no place for pictures."""
    entries = body.get("data") if isinstance(body, dict) else None
    of_data = _of_entries(entries[:MAX_ENTRIES]) if isinstance(entries, list) else ()
    if isinstance(entries, list) and any(source.texts for source in of_data):
        return FoundSources(of_data[:MAX_ENTRIES], max(len(entries), len(of_data)), in_data=True)
    for search in (_search, _search_everywhere):
        found = [PictureSource(index, texts) for index, texts in enumerate(islice(search(body, 0), MAX_ENTRIES + 1))]
        if found:
            return FoundSources(tuple(found[:MAX_ENTRIES]), len(found), in_data=False)
    return FoundSources(of_data, len(entries), in_data=True) if isinstance(entries, list) else None


def source_of_text(text: str) -> PictureSource | None:
    """Return the source in a body that is no JSON, but a link, base64 or a data: URI alone."""
    found = _by_look(text)
    return found and PictureSource(0, (found,))


def _of_entries(entries: list[Any]) -> tuple[PictureSource, ...]:
    """Return at least one source for each entry: one without a picture is missing, too."""
    sources: list[PictureSource] = []
    for entry in entries:
        found = list(islice(_search(entry, 1), MAX_ENTRIES))
        sources += [PictureSource(len(sources) + number, texts) for number, texts in enumerate(found)]
        if not found:
            sources.append(PictureSource(len(sources), is_valid=_is_empty(entry)))
    return tuple(sources)


def _is_empty(entry: Any) -> bool:
    return isinstance(entry, dict) and all(entry.get(name) in (None, "") for name in ("b64_json", "url"))


def _search(value: Any, depth: int) -> Iterator[tuple[PictureText, ...]]:
    """Yield the texts of each picture in a value, in its order."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        if found := _by_look(value):
            yield (found,)
    elif isinstance(value, list):
        for item in value:
            yield from _search(item, depth + 1)
    elif isinstance(value, dict):
        # The first of two spellings counts.
        named = {simple: item for name, item in reversed(value.items()) if (simple := _simple(name)) in _NAMES}
        if texts := _own_texts(named, depth):
            yield texts
            return
        for name in filter(named.__contains__, _CONTAINERS):
            # What an object holds under a picture's name was looked at above.
            if name not in _PICTURE_NAMES or isinstance(named[name], list):
                yield from _search(named[name], depth + 1)


def _search_everywhere(value: Any, depth: int) -> Iterator[tuple[PictureText, ...]]:
    """Yield each text that is a picture itself, under any name but those of what was sent."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        found = _by_look(value) if len(value) >= SHORTEST_INLINE else None
        if found and found.kind is not TextKind.LINK:
            yield (found,)
    elif isinstance(value, list):
        for item in value:
            yield from _search_everywhere(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            if _simple(name) not in _SENT:
                yield from _search_everywhere(item, depth + 1)


def _own_texts(named: dict[str, Any], depth: int) -> tuple[PictureText, ...]:
    """Return the texts of the one picture that an object describes."""
    texts: list[PictureText] = []
    for name in _PICTURE_NAMES:
        value = named.get(name)
        if isinstance(value, dict):
            # {"image_url": {"url": …}}, {"inlineData": {"mimeType": …, "data": base64}}
            texts += [text for texts in _search(value, depth + 1) for text in texts]
        elif isinstance(value, str) and value.strip() and (found := _by_name(name, value)):
            texts.append(found)
    return tuple(dict.fromkeys(texts))


def _by_name(name: str, text: str) -> PictureText | None:
    """Return what a text is under a picture's name; the contract's two names promise what it is."""
    found = _by_look(text)
    if name == "b64json":
        if found is None or found.kind is TextKind.BASE64:
            return PictureText(TextKind.BASE64, text)
        return found._replace(note="link_as_base64" if found.kind is TextKind.LINK else "data_prefix")
    if name == "url":
        if found is None:
            return PictureText(TextKind.LINK, text)
        return found._replace(note="base64_as_link") if found.kind is TextKind.BASE64 else found
    return found


def _by_look(text: str) -> PictureText | None:
    """Return what a text is wherever it stands, by how it begins; None for one that is not of a picture."""
    begin = text[:2000]
    if _DATA_URI.match(begin):
        return PictureText(TextKind.DATA_URI, text)
    if _LINK.fullmatch(text[:100_000]):
        return PictureText(TextKind.LINK, text)
    if begin.lstrip().startswith(_BASE64_BEGINNINGS) and _BASE64_TEXT.match(begin):
        return PictureText(TextKind.BASE64, text)
    return None


def _simple(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
