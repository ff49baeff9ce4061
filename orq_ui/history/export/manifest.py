"""The manifest of a packed run, as it may come from anybody: every field with its type and its bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    PlainValidator,
    StringConstraints,
    model_validator,
)

from orq_ui.errors import OrqUiError
from orq_ui.history.error_json import failure
from orq_ui.history.export.facts import HIGHEST_STATUS, checked_facts
from orq_ui.history.export.headers import reply_headers, sent_headers
from orq_ui.history.export.text import Address, Json, Line, Pair, Prose, Tag
from orq_ui.history.export.timings import LONGEST_MS
from orq_ui.history.run import SOURCE, Brief, Kept, KeptPart, Link, Parent, Run, Sent, State
from orq_ui.imaging import MAX_BYTES, MAX_PIXELS, MissingPicture

FORMAT, VERSION = "orq-ui run", 1
MANIFEST = "run.json"
LATEST_S = 253_402_300_799
"""The end of the year 9999, the last one that Python's dates know."""
MOST_RESULTS = 100
NOT_IN_ZIP = "not_in_zip"
"""The reason of a picture that had been kept where the zip was made, but is not in it."""

Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Place = Annotated[int, Field(ge=SOURCE, lt=MOST_RESULTS)]
Pixels = Annotated[int, Field(ge=1, le=MAX_PIXELS)]
Size = Annotated[int, Field(ge=0, lt=MAX_BYTES)]
Milliseconds = Annotated[FiniteFloat, Field(ge=0, le=LONGEST_MS)]
Note = tuple[int, str, str]


def file_of(kept: Kept) -> str:
    """A picture's name in its run's folder: never the name that a person gave it."""
    return f"source.{kept.extension}" if kept.place == SOURCE else f"variation-{kept.place + 1}.{kept.extension}"


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PackedKept(_Strict):
    """A picture that was kept."""

    place: Place
    name: Prose
    media_type: Literal["image/png", "image/webp", "image/jpeg"]
    sha256: Sha256
    size: Size
    width: Pixels
    height: Pixels

    def value(self) -> Kept:
        """As the history has it."""
        return Kept(**self.__dict__)


class PackedLost(_Strict):
    """A picture that could not be had."""

    place: Place
    reason: Line
    detail: Prose

    def value(self) -> MissingPicture:
        """As the history has it."""
        return MissingPicture(**self.__dict__)


class PackedParent(_Strict):
    """What a run was made from."""

    run_id: Id
    link: Link
    place: Place | None

    def value(self) -> Parent:
        """As the history has it."""
        return Parent(**self.__dict__)


def _each_once(tags: list[str]) -> list[str]:
    if len(set(tags)) < len(tags):
        raise ValueError("a tag stands there twice")
    return tags


class PackedBrief(_Strict):
    """The line of the list."""

    id: Id
    state: State
    started_at: Annotated[FiniteFloat, Field(ge=0, le=LATEST_S)]
    duration_ms: Milliseconds | None
    model: Prose
    served: Prose | None
    host: Prose
    emulated: bool
    status: Annotated[int, Field(ge=0, le=HIGHEST_STATUS)] | None
    title: Prose
    starred: bool
    note: Prose
    tags: Annotated[list[Tag], Field(max_length=1000), AfterValidator(_each_once)]
    parent: PackedParent | None
    imported: bool
    source: PackedKept | None
    results: Annotated[list[PackedKept | PackedLost], Field(max_length=MOST_RESULTS)]

    @model_validator(mode="after")
    def _places(self) -> PackedBrief:
        places = [result.place for result in self.results]
        if len(set(places)) < len(places) or SOURCE in places:
            raise ValueError("two pictures at one place")
        if self.source is not None and self.source.place != SOURCE:
            raise ValueError("the source is not at its place")
        return self

    def value(self) -> Brief:
        """As the history has it."""
        nested = {
            "tags": tuple(self.tags),
            "parent": self.parent and self.parent.value(),
            "source": self.source and self.source.value(),
            "results": tuple(result.value() for result in self.results),
        }
        return Brief(**(self.__dict__ | nested))


class PackedPart(_Strict):
    """One part of the body that was sent."""

    name: Prose
    filename: Prose | None
    content_type: Prose | None
    text: Prose | None
    size: Annotated[int, Field(ge=0, le=2**53)]
    sha256: Sha256

    @model_validator(mode="after")
    def _field_or_file(self) -> PackedPart:
        if (self.text is None) == (self.filename is None):
            raise ValueError("a field has a text, a file has a name")
        return self

    def value(self) -> KeptPart:
        """As the history has it."""
        return KeptPart(**self.__dict__)


class PackedSent(_Strict):
    """What went over the wire."""

    method: Line
    url: Address
    headers: Annotated[list[Pair], Field(max_length=1000)]
    parts: Annotated[list[PackedPart], Field(max_length=100_000)]
    timeout_s: Annotated[FiniteFloat, Field(ge=0, le=LONGEST_MS / 1000)]
    digest: Sha256

    def value(self) -> Sent:
        """As the history has it, the key masked."""
        parts = tuple(part.value() for part in self.parts)
        return Sent(**(self.__dict__ | {"headers": sent_headers(self.headers), "parts": parts}))


def _note(value: Any) -> Note:
    match value:
        case [int(place), str(reason), str(detail)] if not isinstance(place, bool) and 0 <= place < MOST_RESULTS:
            return place, reason, detail
    raise ValueError("a note is a place, a reason and a detail")


class PackedRun(_Strict):
    """A whole run."""

    brief: PackedBrief
    request: Json
    sent: PackedSent
    headers: Annotated[list[Pair], Field(max_length=1000)]
    timings: Annotated[dict[str, Milliseconds], Field(max_length=50)]
    response: Json | None
    ledger: Json | None
    error: Annotated[dict[str, Any], PlainValidator(checked_facts)] | None
    notes: Annotated[list[Annotated[Note, PlainValidator(_note)]], Field(max_length=1000)]

    def value(self) -> Run:
        """As the history has it, nobody's."""
        return Run(
            brief=self.brief.value(),
            owner="",
            request=self.request,
            sent=self.sent.value(),
            headers=reply_headers(self.headers),
            timings=self.timings,
            response=self.response,
            ledger=self.ledger,
            error=self._error(),
            notes=tuple(self.notes),
        )

    def _error(self) -> OrqUiError | None:
        if self.error is None:
            return None
        headers = self.error.get("headers")
        masked = {} if headers is None else {"headers": [*reply_headers(headers)]}
        return failure(self.error | masked)


class Manifest(_Strict):
    """``run.json``. ``files`` names each picture's entry by its place, ``missing`` the places that have none."""

    format: Literal["orq-ui run"]
    version: Literal[1]
    files: Annotated[dict[str, Line], Field(max_length=MOST_RESULTS + 1)]
    missing: Annotated[list[Place], Field(max_length=MOST_RESULTS + 1)]
    run: PackedRun

    @model_validator(mode="after")
    def _every_picture(self) -> Manifest:
        brief = self.run.brief.value()
        kept = {item.place: file_of(item) for item in (brief.source, *brief.results) if isinstance(item, Kept)}
        there = {str(place): name for place, name in kept.items() if place not in self.missing}
        if not kept.keys() >= set(self.missing) or there != self.files:
            raise ValueError("the files are not those of the run")
        return self
