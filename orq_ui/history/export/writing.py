"""Runs into one zip: each in a folder of its own, readable by people and by :func:`unpacking.unpack`."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import chain, count
from typing import Any, BinaryIO

from orq_ui.history.error_json import facts
from orq_ui.history.export.archive import LIMITS
from orq_ui.history.export.har import har
from orq_ui.history.export.headers import reply_headers, sent_headers
from orq_ui.history.export.json_values import DEEPEST, is_deeper, strict_json
from orq_ui.history.export.manifest import FORMAT, MANIFEST, VERSION, file_of
from orq_ui.history.run import Brief, Kept, Run

Bytes = Callable[[int], bytes]
"""The bytes of a run's picture by its place, or KeyError."""
LEFT_OUT: Mapping[str, str] = {"left_out": "too much to be imported; the zip has it in a file of its own"}
OWN_FILES = ("response", "ledger")
ABOVE = 2
"""Levels of a manifest above a reply."""
EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)  # what a zip can say


def pack(runs: Iterable[tuple[Run, Bytes]], out: BinaryIO) -> None:
    """Write the runs with their pictures; equal runs make equal zips.

    One picture is in memory at a time. One whose bytes are not to be had, or are not those that the run had, is left
    out and named in the manifest's ``missing``.
    """
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w") as archive:
        for run, picture_bytes in runs:
            _Folder(archive, _folder(run, taken), run).write(picture_bytes)


class _Folder:
    """One run's place in the zip."""

    def __init__(self, archive: zipfile.ZipFile, name: str, run: Run) -> None:
        self._archive, self._name, self._run = archive, name, run

    def write(self, picture_bytes: Bytes) -> None:
        """Write the pictures first, since the manifest says which of them are there."""
        missing = [kept.place for kept in kept_pictures(self._run) if not self._picture(kept, picture_bytes)]
        self._put(MANIFEST, _readable_again(manifest(self._run, missing)), zipfile.ZIP_DEFLATED)
        self._json("request.json", dict(self._run.request))
        if self._run.response is not None:
            self._json("response.json", dict(self._run.response))
        if self._run.ledger is not None:
            self._json("ledger.json", dict(self._run.ledger))
        self._json("exchange.har", har(self._run))

    def _picture(self, kept: Kept, picture_bytes: Bytes) -> bool:
        try:
            data = picture_bytes(kept.place)
        except KeyError:
            return False
        if hashlib.sha256(data).hexdigest() != kept.sha256:
            return False
        self._put(file_of(kept), data, zipfile.ZIP_STORED)
        return True

    def _json(self, name: str, value: Mapping[str, Any]) -> None:
        self._put(name, _utf8(strict_json(value, indent=2)), zipfile.ZIP_DEFLATED)

    def _put(self, name: str, data: bytes, compression: int) -> None:
        when = min(max(_started(self._run), EARLIEST), LATEST)
        info = zipfile.ZipInfo(f"{self._name}/{name}", when.timetuple()[:6])
        info.compress_type = compression
        info.create_system = 3  # Unix on every machine, so that the bytes are the same
        info.external_attr = 0o644 << 16
        self._archive.writestr(info, data)


def _readable_again(made: dict[str, Any]) -> bytes:
    """The manifest as JSON that :func:`unpack` takes: a reply or a ledger that is too much for it is left out."""
    run = made["run"]
    for name in OWN_FILES:
        if is_deeper(run[name], DEEPEST - ABOVE):
            run[name] = LEFT_OUT
    data = _encoded(made, indent=2)
    if len(data) <= LIMITS.json:
        return data
    by_size = sorted((name for name in OWN_FILES if run[name] is not None), key=lambda name: len(_encoded(run[name])))
    # Without its layout it may be short enough.
    while len(data := _encoded(made)) > LIMITS.json and by_size:
        run[by_size.pop()] = LEFT_OUT
    return data


def _encoded(made: dict[str, Any], indent: int | None = None) -> bytes:
    # Not strict: a number that JSON has no word for comes back as that number.
    return _utf8(json.dumps(made, ensure_ascii=False, indent=indent))


def _utf8(text: str) -> bytes:
    # A lone surrogate has no UTF-8 form; its escape is JSON for it.
    return text.encode("utf-8", "backslashreplace")


def manifest(run: Run, missing: Iterable[int]) -> dict[str, Any]:
    """All that is needed to bring a run back but its pictures' bytes and its owner."""
    lost = set(missing)
    error = None if run.error is None else facts(run.error)
    if error is not None and "headers" in error:
        error["headers"] = reply_headers(error["headers"])
    return {
        "format": FORMAT,
        "version": VERSION,
        "files": {str(kept.place): file_of(kept) for kept in kept_pictures(run) if kept.place not in lost},
        "missing": sorted(lost),
        "run": {
            "brief": asdict(_known_everywhere(run)),
            "request": dict(run.request),
            "sent": asdict(run.sent) | {"headers": sent_headers(run.sent.headers)},
            "headers": reply_headers(run.headers),
            "timings": dict(run.timings),
            "response": None if run.response is None else dict(run.response),
            "ledger": None if run.ledger is None else dict(run.ledger),
            "error": error,
            "notes": run.notes,
        },
    }


def _known_everywhere(run: Run) -> Brief:
    """With the ids that the run and its parent were first given, by which every machine knows them again."""
    parent = run.brief.parent
    if parent is not None and run.parent_origin is not None:
        parent = replace(parent, run_id=run.parent_origin)
    return replace(run.brief, id=run.origin or run.id, parent=parent)


def kept_pictures(run: Run) -> Iterator[Kept]:
    """The source, where there is one, and the results that could be had."""
    if run.brief.source is not None:
        yield run.brief.source
    yield from run.brief.pictures


def _folder(run: Run, taken: set[str]) -> str:
    name = f"{_started(run):%Y-%m-%d}-{re.sub(r'[^0-9A-Za-z_-]', '_', run.id)[:8]}"
    free = next(tried for tried in chain([name], (f"{name}-{n}" for n in count(2))) if tried not in taken)
    taken.add(free)
    return free


def _started(run: Run) -> datetime:
    return datetime.fromtimestamp(run.brief.started_at, UTC)
