"""One send as the history keeps it: made from events, kept as columns and JSON, written to and read from zips.

Each value has the bounds that a run from anybody must keep to; those of one that was sent here are within them. Text
may hold lone surrogates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    PlainSerializer,
    PlainValidator,
    Strict,
    StringConstraints,
    model_validator,
)

from orq_ui.errors import OrqUiError
from orq_ui.history.error_json import HIGHEST_STATUS, error_from_json, error_to_json
from orq_ui.imaging import EXTENSIONS, MAX_BYTES, MAX_PIXELS, MissingPicture
from orq_ui.json_safety import AnyText
from orq_ui.redaction import BEARER_MASK, MASK, is_secret_name, mask_headers

State = Literal["sending", "done", "failed", "cancelled", "interrupted"]
"""``interrupted`` is a send whose server ended before the answer was kept."""
Link = Literal["replay", "variation"]
SOURCE = -1
"""The place of the source picture; those of the results count from 0."""
MAX_RESULTS = 100
LATEST_S = 253_402_300_799
"""The end of the year 9999, the last one that Python's dates know."""
LONGEST_MS = 1e12
"""Some thirty years; no call took longer."""

T = TypeVar("T")
Headers = tuple[tuple[str, str], ...]


def _mask_headers(pairs: Headers) -> Headers:
    """Mask cookies, credentials, and whatever is named like a key."""
    return tuple((name, MASK if is_secret_name(name) else value) for name, value in mask_headers(pairs))


def _mask_request_headers(pairs: Headers) -> Headers:
    """Leave only the mask of ``Authorization``, as in a redacted wire."""
    masked = _mask_headers(pairs)
    return tuple((name, BEARER_MASK if name.lower() == "authorization" else value) for name, value in masked)


def _masked_url(value: str) -> str:
    """Mask a password, and whatever is named like a key. Raises ValueError for what is no URL."""
    address = urlsplit(value)
    user, at, host = address.netloc.rpartition("@")
    netloc = f"{MASK}@{host}" if user else f"{at}{host}"
    masked = address._replace(netloc=netloc, query=_mask_pairs(address.query), fragment=_mask_pairs(address.fragment))
    return value if masked == address else urlunsplit(masked)


def _mask_pairs(query: str) -> str:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return "&".join(
        f"{name}{sign}{MASK if value and is_secret_name(unquote(name)) else value}" for name, sign, value in pairs
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - pydantic reads ValueError
    return value


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(tags)) < len(tags):
        raise ValueError("a tag is there twice")
    return tags


def _error(value: Any) -> OrqUiError:
    return value if isinstance(value, OrqUiError) else error_from_json(value)


Many = Annotated[tuple[T, ...], Strict(False)]
"""A list in JSON."""
Pair = Annotated[tuple[AnyText, AnyText], Strict(False)]
Tag = Annotated[AnyText, Field(max_length=80)]
Line = Annotated[AnyText, Field(max_length=1_000)]
Json = Annotated[dict[str, Any], PlainValidator(_object)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Place = Annotated[int, Field(ge=SOURCE, lt=MAX_RESULTS)]
Pixels = Annotated[int, Field(ge=1, le=MAX_PIXELS)]
Note = Annotated[tuple[Annotated[int, Field(ge=0, lt=MAX_RESULTS)] | None, AnyText, AnyText], Strict(False)]
"""Of a picture by its place, or of the reply as a whole."""
Milliseconds = Annotated[FiniteFloat, Field(ge=0, le=LONGEST_MS)]


class StrictModel(BaseModel):
    """A value that takes no other types and no other fields than its own, and does not change."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class StoredPicture(StrictModel):
    """A picture whose bytes the store holds. ``size`` is in bytes, ``width`` and ``height`` in pixels as stored."""

    place: Place
    name: AnyText
    media_type: Annotated[str, StringConstraints(pattern="^image/(png|webp|jpeg)$")]
    sha256: Sha256
    size: Annotated[int, Field(ge=0, lt=MAX_BYTES)]
    width: Pixels
    height: Pixels

    @property
    def extension(self) -> str:
        """``png``, ``webp`` or ``jpg``."""
        return EXTENSIONS[self.media_type]


@dataclass(frozen=True, kw_only=True)
class StoredFile(MissingPicture):
    """A variation that cannot be shown, whose bytes the store holds. ``size`` is in bytes."""

    name: Annotated[str, StringConstraints(pattern=r"^variation-[0-9]{1,3}\.[a-z0-9]{2,4}$")]
    sha256: Sha256
    size: Annotated[int, Strict(), Field(ge=0, lt=MAX_BYTES)]

    @property
    def extension(self) -> str:
        """Such as ``avif``."""
        return self.name.rpartition(".")[2]


class Parent(StrictModel):
    """The run that this one was made from: sent again, or with its result number ``place`` as the source."""

    run_id: Id
    link: Link
    place: Place | None = None


class SentPart(StrictModel):
    """One part of the multipart body as it went out: a field has its ``text``, the picture's file has None."""

    name: AnyText
    filename: AnyText | None
    content_type: AnyText | None
    text: AnyText | None
    size: Annotated[int, Field(ge=0, le=2**53)]
    sha256: Sha256

    @model_validator(mode="after")
    def _field_or_file(self) -> SentPart:
        if (self.text is None) == (self.filename is None):
            raise ValueError("a field has a text, a file has a name")
        return self


class SentRequest(StrictModel):
    """What went over the wire, the key masked. ``digest`` is that of the wire as it was sent."""

    method: Line
    url: Annotated[AnyText, AfterValidator(_masked_url)]
    headers: Annotated[Many[Pair], AfterValidator(_mask_request_headers)]
    parts: Many[SentPart]
    timeout_s: Annotated[FiniteFloat, Field(ge=0, le=LONGEST_MS / 1000)]
    digest: Sha256


class RunSummary(StrictModel):
    """One line of the list. Times are Unix seconds; ``status`` is HTTP's, None when nothing was answered."""

    id: Id
    state: State
    started_at: Annotated[FiniteFloat, Field(ge=0, le=LATEST_S)]
    duration_ms: Milliseconds | None = None
    model: AnyText
    served: AnyText | None = None
    host: AnyText
    emulated: bool
    status: Annotated[int, Field(ge=0, le=HIGHEST_STATUS)] | None = None
    title: AnyText
    starred: bool = False
    note: AnyText = ""
    tags: Annotated[Many[Tag], Field(max_length=1_000), AfterValidator(_each_once)] = ()
    parent: Parent | None = None
    imported: bool = False
    source: StoredPicture | None = None
    results: Annotated[Many[StoredPicture | StoredFile | MissingPicture], Field(max_length=MAX_RESULTS)] = ()

    @model_validator(mode="after")
    def _each_at_its_place(self) -> RunSummary:
        places = {result.place for result in self.results}
        if len(places) < len(self.results) or not places <= {*range(MAX_RESULTS)}:
            raise ValueError("two results at one place, or one at none")
        if self.source is not None and self.source.place != SOURCE:
            raise ValueError("the source is not at its place")
        return self

    @property
    def pictures(self) -> tuple[StoredPicture, ...]:
        """The results whose bytes are there."""
        return tuple(result for result in self.results if isinstance(result, StoredPicture))

    @property
    def stored(self) -> tuple[StoredPicture, ...]:
        """The source, where there is one, and the results whose bytes are there."""
        return (self.source, *self.pictures) if self.source is not None else self.pictures

    @property
    def files(self) -> tuple[StoredPicture | StoredFile, ...]:
        """Everything whose bytes the store holds: :attr:`stored`, and what cannot be shown."""
        return (*self.stored, *(result for result in self.results if isinstance(result, StoredFile)))


class Outcome(StrictModel):
    """What came of a send.

    ``timings`` are milliseconds by phase, ``response`` is the router's with blobs elided, ``ledger`` is the emulator's
    account, ``notes`` are (place, reason, detail) of what is odd about the reply (place None) or one of its pictures.
    """

    headers: Annotated[Many[Pair], AfterValidator(_mask_headers)] = Field(default=(), repr=False)
    timings: Annotated[dict[str, Milliseconds], Field(max_length=50)] = {}
    response: Json | None = Field(default=None, repr=False)
    ledger: Json | None = Field(default=None, repr=False)
    error: Annotated[OrqUiError, PlainValidator(_error), PlainSerializer(error_to_json)] | None = None
    notes: Annotated[Many[Note], Field(max_length=1_000)] = ()


class Run(Outcome, RunSummary):
    """One send, whole but for the bytes of its pictures, which the store gives by their place.

    ``request`` is the JSON body as sent. ``origin`` and ``parent_origin`` are the ids that this run and its parent were
    first given, where that was on another machine.
    """

    owner: AnyText = Field(default="", repr=False)
    request: Json = Field(repr=False)
    sent: SentRequest = Field(repr=False)
    origin: Id | None = None
    parent_origin: Id | None = None
