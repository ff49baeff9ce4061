"""Runs into one zip: each in a folder of its own, readable by people and by :func:`zip_import.import_runs`."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain, count
from typing import Any, BinaryIO

from orq_ui.history.export.archive import LIMITS
from orq_ui.history.export.har import har, strict_json
from orq_ui.history.export.manifest import DEEPEST, LEFT_OUT, MANIFEST, file_of, manifest_json
from orq_ui.history.run import Run, StoredFile, StoredPicture
from orq_ui.json_safety import encode_utf8, nests_deeper

Bytes = Callable[[int], bytes]
"""Returns the bytes of a run's picture by its place, or raises KeyError."""
OWN_FILES = ("response", "ledger")
ABOVE = 2
"""Levels of a manifest above a reply."""
EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)  # what a zip can say


def export_runs(runs: Iterable[tuple[Run, Bytes]], out: BinaryIO) -> None:
    """Write the runs with their pictures; equal runs make equal zips.

    One picture is in memory at a time. One whose bytes are not to be had, or are not those that the run had, is left
    out and named in the manifest's ``missing``.
    """
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w") as archive:
        for run, picture_bytes in runs:
            _Folder(archive, _folder_name(run, taken), run).write(picture_bytes)


class _Folder:
    """One run's place in the zip."""

    def __init__(self, archive: zipfile.ZipFile, name: str, run: Run) -> None:
        self._archive, self._name, self._run = archive, name, run

    def write(self, picture_bytes: Bytes) -> None:
        """Write the pictures first, since the manifest says which of them are there."""
        missing = [picture.place for picture in self._run.files if not self._write_picture(picture, picture_bytes)]
        self._put(MANIFEST, _importable(manifest_json(self._run, missing)), zipfile.ZIP_DEFLATED)
        files = {"request": self._run.request, "response": self._run.response, "ledger": self._run.ledger}
        for name, value in files.items():
            if value is not None:
                self._write_json(f"{name}.json", value)
        self._write_json("exchange.har", har(self._run))

    def _write_picture(self, picture: StoredPicture | StoredFile, picture_bytes: Bytes) -> bool:
        try:
            data = picture_bytes(picture.place)
        except KeyError:
            return False
        if hashlib.sha256(data).hexdigest() != picture.sha256:
            return False
        self._put(file_of(picture), data, zipfile.ZIP_STORED)
        return True

    def _write_json(self, name: str, value: Mapping[str, Any]) -> None:
        self._put(name, encode_utf8(strict_json(value, indent=2)), zipfile.ZIP_DEFLATED)

    def _put(self, name: str, data: bytes, compression: int) -> None:
        when = min(max(_started(self._run), EARLIEST), LATEST)
        info = zipfile.ZipInfo(f"{self._name}/{name}", when.timetuple()[:6])
        info.compress_type = compression
        info.create_system = 3  # Unix on every machine, so that the bytes are the same
        info.external_attr = 0o644 << 16
        self._archive.writestr(info, data)


def _importable(manifest: dict[str, Any]) -> bytes:
    """Return the manifest as JSON that can be imported: a reply or a ledger that is too much for it is left out."""
    run = manifest["run"]
    for name in OWN_FILES:
        if nests_deeper(run[name], DEEPEST - ABOVE):
            run[name] = LEFT_OUT
    data = _encoded(manifest, indent=2)
    if len(data) <= LIMITS.json:
        return data
    by_size = sorted((name for name in OWN_FILES if run[name] is not None), key=lambda name: len(_encoded(run[name])))
    # Without its layout it may be short enough.
    while len(data := _encoded(manifest)) > LIMITS.json and by_size:
        run[by_size.pop()] = LEFT_OUT
    return data


def _encoded(manifest: dict[str, Any], indent: int | None = None) -> bytes:
    # Not strict: a number that JSON has no word for comes back as that number.
    return encode_utf8(json.dumps(manifest, ensure_ascii=False, indent=indent))


def _folder_name(run: Run, taken: set[str]) -> str:
    name = f"{_started(run):%Y-%m-%d}-{re.sub(r'[^0-9A-Za-z_-]', '_', run.id)[:8]}"
    free = next(tried for tried in chain([name], (f"{name}-{n}" for n in count(2))) if tried not in taken)
    taken.add(free)
    return free


def _started(run: Run) -> datetime:
    return datetime.fromtimestamp(run.started_at, UTC)
