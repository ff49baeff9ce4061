"""Runs out of a zip that may come from anybody: what :func:`zip_export.export_runs` wrote, or an attack."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from pydantic import ValidationError

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.history.export.archive import LIMITS, ZIP, Archive, ZipLimits, zip_error
from orq_ui.history.export.manifest import DEEPEST, FORMAT, MANIFEST, NOT_IN_ZIP, VERSION, Manifest
from orq_ui.history.export.provenance import as_computed
from orq_ui.history.run import SOURCE, Run, StoredFile, StoredPicture
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from orq_ui.imaging.workers import load_picture, seconds_of
from orq_ui.json_safety import nests_deeper

MAX_NAMED = 10
"""Bad runs of a zip that are named."""


@dataclass(frozen=True)
class ImportedRun:
    """A run of a zip; its ``owner`` is empty.

    ``pictures`` has the stored ones by their place. All of them were checked; each is read anew when it is asked for,
    so that only one need be in memory, and can be as long as the file is open.
    """

    run: Run
    pictures: Mapping[int, Picture | UnshownPicture] = field(repr=False)


def import_runs(file: BinaryIO, limits: ZipLimits = LIMITS, hosts: Collection[str] = ()) -> Iterator[ImportedRun]:
    """Read and check one run after the other. Entries that no manifest names are left alone.

    What can be computed of a run is computed, whatever the zip says; ``hosts`` are the origins that this server may
    call besides its emulator.

    Raises InvalidInput with a reason of ``archive.REASONS``: at once with path ``zip``, and after the last run with
    the names of the entries that made others unusable. Where the first of those is a picture, it is UnusablePicture
    with a reason of its own.
    """
    archive = Archive(file, limits)
    manifests = [name for name in archive if re.split(r"[/\\]", name)[-1] == MANIFEST]
    if not manifests:
        raise zip_error("no_run")
    if len(manifests) > limits.runs:
        raise zip_error("too_many_runs")
    mistakes: list[InvalidInput] = []
    for name in manifests:
        try:
            imported = _imported(archive, name, hosts)
        except InvalidInput as mistake:
            if mistake.path == ZIP:
                raise
            mistakes.append(mistake)
        else:
            yield imported
    if mistakes:
        raise _summed_up(mistakes)


def _summed_up(mistakes: list[InvalidInput]) -> InvalidInput:
    """Return the first, with the entries of all."""
    entries = [mistake.path for mistake in mistakes]
    more = ["…"] if len(entries) > MAX_NAMED else []
    mistakes[0].path = ", ".join([*entries[:MAX_NAMED], *more])
    return mistakes[0]


def _imported(archive: Archive, name: str, hosts: Collection[str]) -> ImportedRun:
    manifest = _manifest(archive.json(name), name)
    folder = name.removesuffix(MANIFEST)
    run = manifest.run
    entries = {int(place): folder + file for place, file in manifest.files.items()}
    source = run.source and _checked(archive, run.source, entries)
    results = tuple(_checked(archive, result, entries) for result in run.results)
    checked = {"source": source if isinstance(source, StoredPicture) else None, "results": results}
    run = run.model_copy(update=checked)
    pictures = _Pictures(archive, entries, run)
    picture = None if run.source is None else pictures[SOURCE].bytes
    return ImportedRun(as_computed(run, picture, hosts), pictures)


def _manifest(data: bytes, name: str) -> Manifest:
    value = _parsed(data, name)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise zip_error("not_a_manifest", name)
    version = value.get("version")
    if type(version) is not int:  # True is 1 for Python
        raise zip_error("not_a_manifest", name)
    if version > VERSION:
        raise zip_error("newer_version", name)
    try:
        return Manifest.model_validate(value)
    except ValidationError:
        # Its text would quote the manifest.
        raise zip_error("not_a_manifest", name) from None


def _parsed(data: bytes, name: str) -> Any:
    """Read NaN and Infinity too: a reply that has them is kept with them."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise zip_error("nested_too_deep", name) from None
    except ValueError:
        raise zip_error("not_json", name) from None
    if nests_deeper(value, DEEPEST):
        raise zip_error("nested_too_deep", name)
    return value


def _checked(
    archive: Archive, result: StoredPicture | MissingPicture, entries: Mapping[int, str]
) -> StoredPicture | MissingPicture:
    if isinstance(result, MissingPicture) and not isinstance(result, StoredFile):
        return result
    if result.place not in entries:
        return MissingPicture(result.place, NOT_IN_ZIP)
    entry = entries[result.place]
    if entry not in archive:
        raise zip_error("no_picture", entry)
    data = archive.picture(entry)
    if hashlib.sha256(data).hexdigest() != result.sha256:
        raise zip_error("wrong_sha256", entry)
    if isinstance(result, StoredFile):
        return replace(result, size=len(data))
    archive.count_decoding(seconds_of(data))
    try:
        found = load_picture(data, result.name)
    except UnusablePicture as reason:
        raise UnusablePicture(reason.reason, path=entry, detail=reason.detail) from None
    # What the manifest says of the picture is not believed either.
    facts = {"media_type": found.media_type, "size": len(data), "width": found.width, "height": found.height}
    return result.model_copy(update=facts)


class _Pictures(Mapping[int, Picture | UnshownPicture]):
    """The checked pictures of a run and its files that cannot be shown, by their place."""

    def __init__(self, archive: Archive, entries: Mapping[int, str], run: Run) -> None:
        self._archive, self._entries = archive, entries
        self._stored = {picture.place: picture for picture in run.files}

    def __getitem__(self, place: int) -> Picture | UnshownPicture:
        stored = self._stored[place]
        data = self._archive.picture_again(self._entries[place])
        if hashlib.sha256(data).hexdigest() != stored.sha256:
            raise zip_error("wrong_sha256", self._entries[place])
        if isinstance(stored, StoredFile):
            return UnshownPicture(place, stored.reason, stored.detail, data)
        return Picture(stored.name, stored.media_type, data, stored.width, stored.height)

    def __iter__(self) -> Iterator[int]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)
