"""Runs to rows and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from orq_ui.history.run import SOURCE, Parent, Run, RunSummary, StoredFile, StoredPicture
from orq_ui.history.schema import details, pictures, runs
from orq_ui.imaging import MissingPicture

LONGEST_SEARCH = 20_000
"""Characters of a run that can be searched."""
PLAIN = [column.name for column in runs.c if column.name in RunSummary.model_fields and column.name != "parent"]
"""The columns of ``runs`` that are a summary's fields as they are."""
DETAILS = {column.name for column in details.c if column.name != "run"}
"""Those of ``details``, which are the fields of a run that are JSON."""


def run_row(run: Run, server: str) -> dict[str, Any]:
    """Return the row of ``runs``."""
    parent = run.parent
    return {column: getattr(run, column) for column in PLAIN} | {
        "owner": run.owner,
        "server": server,
        "digest": run.sent.digest,
        "origin": run.origin,
        "size": sum(file.size for file in run.files),
        "search": search_text(run),
        "parent": parent and parent.run_id,
        "parent_link": parent and parent.link,
        "parent_place": parent and parent.place,
    }


def details_row(run: Run) -> dict[str, Any]:
    """Return the row of ``details``: of a run that has not ended, only what is known."""
    return {"run": run.id} | run.model_dump(include=DETAILS, exclude_unset=True)


def picture_rows(run: str, entries: Iterable[StoredPicture | MissingPicture]) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``pictures``, all with the same columns, in the order in which all servers lock bytes."""
    empty = dict.fromkeys(pictures.c.keys()) | {"run": run, "name": ""}
    rows = (empty | (asdict(entry) if isinstance(entry, MissingPicture) else entry.model_dump()) for entry in entries)
    # So no two servers wait for each other.
    yield from sorted(rows, key=lambda row: row["sha256"] or "")


def search_text(run: Run) -> str:
    """Return everything in a run that a person may look for, in lower case, cut off at the limit."""
    name = run.source.name if run.source else ""
    error = "" if run.error is None else str(run.error)
    # The longest last: what a person has written can be found however long the request is.
    return searchable(run.note, run.tags, name, run.served, error, run.request)


def searchable(*values: Any) -> str:
    """Return the text of these values that can be searched, within the limit."""
    return "\n".join(_texts(values)).lower()[:LONGEST_SEARCH]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif value is not None and value != "":
        yield value if isinstance(value, str) else json.dumps(value)


def picture_of(row: Row[Any]) -> StoredPicture | MissingPicture:
    """Return the picture that a row of ``pictures`` tells of; only one that can be shown has no reason."""
    if row.sha256 is None:
        return MissingPicture(row.place, row.reason or "", row.detail or "")
    if row.reason is not None:
        return StoredFile(
            place=row.place,
            reason=row.reason,
            detail=row.detail or "",
            name=row.name,
            sha256=row.sha256,
            size=row.size,
        )
    return StoredPicture.model_validate(row, from_attributes=True)


def summary_of(row: Row[Any], tags: Iterable[str], entries: Iterable[StoredPicture | MissingPicture]) -> RunSummary:
    """Return the summary in a row of ``runs`` with its tags and its pictures."""
    by_place = {entry.place: entry for entry in entries}
    source = by_place.pop(SOURCE, None)
    return RunSummary(
        **{column: getattr(row, column) for column in PLAIN},
        tags=tuple(sorted(tags)),
        parent=Parent(run_id=row.parent, link=row.parent_link, place=row.parent_place) if row.parent else None,
        imported=row.origin is not None,
        source=source if isinstance(source, StoredPicture) else None,
        results=tuple(by_place[place] for place in sorted(by_place)),
    )


def run_of(row: Row[Any], summary: RunSummary) -> Run:
    """Return the run in a row of ``runs`` joined with ``details`` and with its parent's ``origin``."""
    known = {column: getattr(row, column) for column in DETAILS if getattr(row, column) is not None}
    return Run(**dict(summary) | known, owner=row.owner, origin=row.origin, parent_origin=row.parent_origin)
