"""The manifest of a run in a zip, as it may come from anybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from orq_ui.history.run import (
    MAX_RESULTS,
    SOURCE,
    Line,
    Outcome,
    Place,
    Run,
    RunSummary,
    StoredFile,
    StoredPicture,
    StrictModel,
)

FORMAT, VERSION = "orq-ui run", 1
MANIFEST = "run.json"
DEEPEST = 200
"""Levels of nesting in a manifest; importers take 100 for a request."""
MAX_HEADERS, MAX_PARTS = 1_000, 100_000
NOT_IN_ZIP = "not_in_zip"
"""The reason of a picture that had been kept where the zip was made, but is not in it."""
LEFT_OUT: Mapping[str, str] = {"left_out": "too much to be imported; the zip has it in a file of its own"}
"""In place of a reply or a ledger."""
SUMMARY = RunSummary.model_fields.keys()
REST = {"request", "sent"} | Outcome.model_fields.keys()


def file_of(picture: StoredPicture | StoredFile) -> str:
    """Return a picture's name in its run's folder: never the name that a person gave it."""
    return (
        f"source.{picture.extension}"
        if picture.place == SOURCE
        else f"variation-{picture.place + 1}.{picture.extension}"
    )


def _flat(value: Any) -> Any:
    """Return the fields of a run; a manifest has those of its summary one level deeper."""
    match value:
        case {"brief": dict(brief), **rest} if brief.keys() == SUMMARY and rest.keys() == REST:
            return brief | rest
    raise ValueError("no run")


class Manifest(StrictModel):
    """``run.json``. ``files`` names each picture's entry by its place, ``missing`` the places that have none."""

    format: Literal["orq-ui run"]
    version: Literal[1]
    files: Annotated[dict[str, Line], Field(max_length=MAX_RESULTS + 1)]
    missing: Annotated[list[Place], Field(max_length=MAX_RESULTS + 1)]
    run: Annotated[Run, BeforeValidator(_flat)]

    @model_validator(mode="after")
    def _every_picture(self) -> Manifest:
        stored = {picture.place: file_of(picture) for picture in self.run.files}
        there = {str(place): name for place, name in stored.items() if place not in self.missing}
        if not stored.keys() >= set(self.missing) or there != self.files:
            raise ValueError("the files are not those of the run")
        return self

    @model_validator(mode="after")
    def _could_be_sent(self) -> Manifest:
        # Each raises ValueError: for half of a character, and for a port that is none.
        f"{self.run.sent.method}{self.run.sent.url}".encode()
        urlsplit(self.run.sent.url).port  # noqa: B018 - only its check
        return self

    @model_validator(mode="after")
    def _not_too_many(self) -> Manifest:
        # A reply may have more; such a run is kept where it was made, and its pages need not bear it elsewhere.
        if max(len(self.run.headers), len(self.run.sent.headers)) > MAX_HEADERS or len(self.run.sent.parts) > MAX_PARTS:
            raise ValueError("too many headers or parts")
        return self


def manifest_json(run: Run, missing: Collection[int]) -> dict[str, Any]:
    """Return all that is needed to bring a run back but its pictures' bytes and its owner."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "files": {str(picture.place): file_of(picture) for picture in run.files if picture.place not in missing},
        "missing": sorted(missing),
        "run": {"brief": _known_everywhere(run).model_dump(include=set(SUMMARY)), **run.model_dump(include=REST)},
    }


def _known_everywhere(run: Run) -> Run:
    """Return the run with the ids that it and its parent were first given, which every machine knows."""
    parent = run.parent
    if parent is not None and run.parent_origin is not None:
        parent = parent.model_copy(update={"run_id": run.parent_origin})
    return run.model_copy(update={"id": run.origin or run.id, "parent": parent})
