"""Runs out of a zip that may come from anybody: what :func:`packing.pack` wrote, or an attack."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from pydantic import ValidationError

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.history.export.archive import LIMITS, ZIP, Archive, Limits, wrong
from orq_ui.history.export.json_values import DEEPEST, is_deeper
from orq_ui.history.export.manifest import FORMAT, MANIFEST, NOT_IN_ZIP, VERSION, Manifest
from orq_ui.history.run import Brief, Kept, Run
from orq_ui.imaging import MissingPicture, Picture

MOST_NAMED = 10
"""Bad runs of a zip that are named."""


@dataclass(frozen=True)
class Packed:
    """A run of a zip; its ``owner`` is empty.

    ``pictures`` has the kept ones by their place. All of them were checked; each is read anew when it is asked for,
    so that only one need be in memory, and can be as long as the file is open.
    """

    run: Run
    pictures: Mapping[int, Picture] = field(repr=False)


def unpack(file: BinaryIO, limits: Limits = LIMITS) -> Iterator[Packed]:
    """Read and check one run after the other. Entries that no manifest names are left alone.

    Raises InvalidInput with a reason of ``archive.REASONS``: at once with path ``zip``, and after the last run with
    the names of the entries that made others unusable. Where the first of those is a picture, it is UnusablePicture
    with a reason of its own.
    """
    archive = Archive(file, limits)
    manifests = [name for name in archive if re.split(r"[/\\]", name)[-1] == MANIFEST]
    if not manifests:
        raise wrong("no_run")
    if len(manifests) > limits.runs:
        raise wrong("too_many_runs")
    mistakes: list[InvalidInput] = []
    for name in manifests:
        try:
            packed = _packed(archive, name)
        except InvalidInput as mistake:
            if mistake.path == ZIP:
                raise
            mistakes.append(mistake)
        else:
            yield packed
    if mistakes:
        raise _named(mistakes)


def _named(mistakes: list[InvalidInput]) -> InvalidInput:
    """The first, with the entries of all."""
    entries = [mistake.path for mistake in mistakes]
    more = ["…"] if len(entries) > MOST_NAMED else []
    mistakes[0].path = ", ".join([*entries[:MOST_NAMED], *more])
    return mistakes[0]


def _packed(archive: Archive, name: str) -> Packed:
    manifest = _manifest(archive.json(name), name)
    folder = name.removesuffix(MANIFEST)
    run = manifest.run.value()
    entries = {int(place): folder + file for place, file in manifest.files.items()}
    source = run.brief.source and _checked(archive, run.brief.source, entries)
    results = tuple(_checked(archive, result, entries) for result in run.brief.results)
    brief = replace(run.brief, results=results, source=source if isinstance(source, Kept) else None)
    return Packed(replace(run, brief=brief), _Pictures(archive, entries, brief))


def _manifest(data: bytes, name: str) -> Manifest:
    value = _parsed(data, name)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise wrong("not_a_manifest", name)
    version = value.get("version")
    if type(version) is not int:  # True is 1 for Python
        raise wrong("not_a_manifest", name)
    if version > VERSION:
        raise wrong("newer_version", name)
    try:
        return Manifest.model_validate(value)
    except ValidationError:
        # Its text would quote the manifest.
        raise wrong("not_a_manifest", name) from None


def _parsed(data: bytes, name: str) -> Any:
    """NaN and Infinity are read too: a reply that has them is kept with them."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise wrong("nested_too_deep", name) from None
    except ValueError:
        raise wrong("not_json", name) from None
    if is_deeper(value, DEEPEST):
        raise wrong("nested_too_deep", name)
    return value


def _checked(archive: Archive, result: Kept | MissingPicture, entries: Mapping[int, str]) -> Kept | MissingPicture:
    if isinstance(result, MissingPicture):
        return result
    if result.place not in entries:
        return MissingPicture(result.place, NOT_IN_ZIP)
    entry = entries[result.place]
    if entry not in archive:
        raise wrong("no_picture", entry)
    data = archive.picture(entry)
    if hashlib.sha256(data).hexdigest() != result.sha256:
        raise wrong("wrong_sha256", entry)
    try:
        found = Picture.from_bytes(data, result.name)
    except UnusablePicture as reason:
        raise UnusablePicture(reason.reason, path=entry, detail=reason.detail) from None
    # What the manifest says of the picture is not believed either.
    return replace(result, media_type=found.media_type, size=len(data), width=found.width, height=found.height)


class _Pictures(Mapping[int, Picture]):
    """The checked pictures of a run, by their place."""

    def __init__(self, archive: Archive, entries: Mapping[int, str], brief: Brief) -> None:
        self._archive, self._entries = archive, entries
        self._kept = {kept.place: kept for kept in (brief.source, *brief.pictures) if kept is not None}

    def __getitem__(self, place: int) -> Picture:
        kept = self._kept[place]
        data = self._archive.again(self._entries[place])
        if hashlib.sha256(data).hexdigest() != kept.sha256:
            raise wrong("wrong_sha256", self._entries[place])
        return Picture(kept.name, kept.media_type, data, kept.width, kept.height)

    def __iter__(self) -> Iterator[int]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
